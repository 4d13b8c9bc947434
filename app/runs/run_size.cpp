#include "app/runs/run_size.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/console/failure.h"
#include "app/console/numbers.h"
#include "sim/run/simulate.h"

namespace poldyn::app {
namespace {

constexpr double most_run_bytes = 16e9;   // of memory, for one run
constexpr double most_file_bytes = 1e14;  // 100 TB, before compression

double bytes_of(const RunShape& shape, const MetricRow& row, bool sampled) {
  return static_cast<double>(shape.blocs * (sampled ? shape.times : 1) * shape.extent(row.axis)) * sizeof(double);
}

double run_bytes(const RunShape& shape) {
  double bytes = 0;
  for (const MetricRow& row : total_metrics()) bytes += bytes_of(shape, row, false);
  for (const MetricRow& row : sampled_metrics()) bytes += bytes_of(shape, row, true);
  return bytes;
}

std::string bytes_text(double bytes) {
  constexpr const char* units[] = {"kB", "MB", "GB", "TB", "PB", "EB"};
  std::size_t unit = 0;
  for (bytes /= 1e3; bytes >= 1e3 && unit + 1 < std::size(units); ++unit) bytes /= 1e3;
  return fmt::format("{:.3g} {}", bytes, units[unit]);
}

}  // namespace

RunSize size_of(const Scenario& scenario) {
  const RunShape shape = shape_of(scenario);
  const double bytes = run_bytes(shape);
  const auto runs = static_cast<double>(scenario.run.replicates);
  return {shape.times, bytes, runs, bytes * runs};
}

RunSize size_of(const Experiment& experiment) {
  RunSize size;
  size.runs = static_cast<double>(experiment.points()) * experiment.replicates;
  double kept = 0;
  for (const auto& base : experiment.bases) {
    const RunShape shape = shape_of(base.scenario);
    size.samples = std::max(size.samples, shape.times);
    size.run_bytes = std::max(size.run_bytes, run_bytes(shape));
    double own = 0;
    for (const std::size_t i : experiment.record.totals) own += bytes_of(shape, total_metrics()[i], false);
    for (const std::size_t i : experiment.record.sampled) own += bytes_of(shape, sampled_metrics()[i], true);
    kept = std::max(kept, own);
  }
  size.file_bytes = kept * size.runs;
  return size;
}

std::string size_text(const RunSize& size) {
  return fmt::format("{}; {} a run in memory, {} in all before compression", counted(size.samples, "sample"),
                     bytes_text(size.run_bytes), bytes_text(size.file_bytes));
}

void require_bearable(const RunSize& size, const std::string& file) {
  if (size.run_bytes > most_run_bytes)
    throw Failure(Exit::bad_data,
                  fmt::format("{}: one run would take {} of memory for {}; take a longer run.sample_interval", file,
                              bytes_text(size.run_bytes), counted(size.samples, "sample")));
  if (size.file_bytes > most_file_bytes)
    throw Failure(Exit::bad_data,
                  fmt::format("{}: {:.0f} runs would take {} in all; make fewer, or keep less of each: a longer "
                              "run.sample_interval, or [record] in an experiment",
                              file, size.runs, bytes_text(size.file_bytes)));
}

}  // namespace poldyn::app
