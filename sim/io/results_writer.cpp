#include "sim/io/results_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>

#include "sim/io/h5_conventions.h"
#include "sim/io/h5_writer.h"
#include "sim/io/results_format.h"
#include "sim/io/results_frame.h"
#include "sim/io/results_tables.h"

namespace poldyn::results {
namespace {

/// Runs are collected in memory and written together: a call of the library costs more than the values of one run.
constexpr std::size_t held_bytes = std::size_t{4} << 20;
constexpr std::size_t most_held_runs = 256;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// One metric's data set and the values of runs that are not written yet.
struct Column {
  h5::Variable* variable = nullptr;
  std::size_t run_size = 0;  ///< values of one run
  std::vector<double> held;

  void add(const std::vector<double>& values) {
    if (values.size() != run_size)
      throw std::logic_error(
          fmt::format("{} got {} values of a run, not {}", variable->path(), values.size(), run_size));
    held.insert(held.end(), values.begin(), values.end());
  }
  void add_nothing() { held.insert(held.end(), run_size, nan); }
};

/// The first two axes are point and replicate; of them the block holds `count` replicates of one point.
template <class T>
void write_runs(h5::Variable& variable, std::uint64_t point, std::uint64_t first, std::uint64_t count,
                std::vector<T>& values) {
  h5::Shape start(variable.shape().size(), 0);
  h5::Shape lengths = variable.shape();
  start[0] = point;
  start[1] = first;
  lengths[0] = 1;
  lengths[1] = count;
  variable.write_block(start, lengths, values);
  values.clear();
}

}  // namespace

struct Writer::State {
  h5::Writer file;
  Plan plan;
  std::vector<Column> sampled;
  std::vector<Column> totals;
  h5::Variable *seeds = nullptr, *fingerprints = nullptr, *events = nullptr, *statuses = nullptr, *messages = nullptr;
  std::vector<std::uint64_t> held_seeds, held_fingerprints, held_events;
  std::vector<std::uint8_t> held_statuses;
  std::vector<std::string> held_messages;
  std::optional<ReleaseTable> release_table;
  std::optional<EventTable> event_table;
  std::size_t hold = 1;  ///< runs to collect before writing
  std::uint32_t point = 0;
  std::uint32_t first_held = 0;
  bool all_ok = true;
  CombinedFingerprint fingerprint;

  State(const std::filesystem::path& path, h5::IfExists if_exists, Plan given);
  std::vector<Column> define(std::string_view group, std::span<const MetricRow> rows, bool sampled_in_time);
  void define_runs();
  std::uint32_t replicate() const { return first_held + static_cast<std::uint32_t>(held_statuses.size()); }
  void require_room() const;
  void note(RunStatus status, const RunResult& result, const std::string& message);
  void flush();
};

Writer::State::State(const std::filesystem::path& path, h5::IfExists if_exists, Plan given)
    : file(path, if_exists), plan(std::move(given)) {
  write_root_attributes(file, plan);
  write_dimensions(file, plan);
  write_scenarios(file, plan);
  define_runs();
  totals = define("totals", total_metrics(), false);
  sampled = define("metrics", sampled_metrics(), true);
  if (plan.releases) release_table.emplace(file);
  if (plan.events) event_table.emplace(file);
  std::size_t run_bytes = 1;
  for (const auto* columns : {&sampled, &totals})
    for (const auto& column : *columns) run_bytes += column.run_size * sizeof(double);
  hold = std::clamp<std::size_t>(held_bytes / run_bytes, 1, most_held_runs);
}

std::vector<Column> Writer::State::define(std::string_view group, std::span<const MetricRow> rows,
                                          bool sampled_in_time) {
  std::vector<Column> columns;
  for (const MetricRow& row : rows) {
    Column column;
    column.variable = &file.define_variable({.path = path_of(group, row),
                                             .dimensions = dimensions_of(row, sampled_in_time),
                                             .attributes = attributes_of(row)});
    const std::size_t times = sampled_in_time ? plan.shape.times : 1;
    column.run_size = plan.shape.blocs * times * plan.shape.extent(row.axis);
    columns.push_back(std::move(column));
  }
  return columns;
}

void Writer::State::define_runs() {
  const auto add = [&](const char* name, h5::Type type, h5::Conventions about) {
    return &file.define_variable({.path = fmt::format("runs/{}", name),
                                  .type = type,
                                  .dimensions = {"point", "replicate"},
                                  .attributes = h5::attributes_of(about, type)});
  };
  seeds = add("seed", h5::Type::u64, {.long_name = "base seed; the replicate's number is the rest of the key"});
  fingerprints = add("fingerprint", h5::Type::u64, {.long_name = "hash of the run's events, in order"});
  events = add("events", h5::Type::u64, {.units = "1", .long_name = "number of events"});
  statuses = add("status", h5::Type::u8, {.long_name = "what became of the run", .flags = {{0, "ok"}, {1, "failed"}}});
  messages = add("message", h5::Type::text, {.long_name = "why the run failed; empty if it did not"});
}

void Writer::State::require_room() const {
  if (point >= plan.scenarios.size()) throw std::logic_error("more runs than the result file was planned for");
}

void Writer::State::note(RunStatus status, const RunResult& result, const std::string& message) {
  fingerprint.add(status, result.fingerprint);
  held_seeds.push_back(plan.base_seed);
  held_fingerprints.push_back(result.fingerprint);
  held_events.push_back(result.events);
  held_statuses.push_back(static_cast<std::uint8_t>(status));
  held_messages.push_back(message);
  if (held_statuses.size() >= hold || replicate() >= plan.replicates) flush();
}

void Writer::State::flush() {
  const std::uint64_t count = held_statuses.size();
  if (count == 0) return;
  for (auto* columns : {&sampled, &totals})
    for (auto& column : *columns) write_runs(*column.variable, point, first_held, count, column.held);
  write_runs(*seeds, point, first_held, count, held_seeds);
  write_runs(*fingerprints, point, first_held, count, held_fingerprints);
  write_runs(*events, point, first_held, count, held_events);
  write_runs(*messages, point, first_held, count, held_messages);
  write_runs(*statuses, point, first_held, count, held_statuses);
  first_held += static_cast<std::uint32_t>(count);
  if (first_held < plan.replicates) return;
  first_held = 0;
  ++point;
}

Writer::Writer(const std::filesystem::path& path, h5::IfExists if_exists, Plan plan)
    : state_(std::make_unique<State>(path, if_exists, std::move(plan))) {}
Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;
Writer::~Writer() = default;

void Writer::add(const RunResult& result) {
  State& s = *state_;
  s.require_room();
  if (result.replicate != s.replicate()) throw std::logic_error("runs are not added in order");
  if (result.sampled.size() != s.sampled.size() || result.totals.size() != s.totals.size())
    throw std::logic_error("a run's result has other metrics than are declared");
  for (std::size_t i = 0; i < s.sampled.size(); ++i) s.sampled[i].add(result.sampled[i]);
  for (std::size_t i = 0; i < s.totals.size(); ++i) s.totals[i].add(result.totals[i]);
  const auto point = static_cast<std::int32_t>(s.point);
  const auto replicate = static_cast<std::int32_t>(result.replicate);
  if (s.release_table) s.release_table->add(point, replicate, result.releases);
  if (s.event_table) s.event_table->add(point, replicate, result.log);
  s.note(RunStatus::ok, result, {});
}

void Writer::add_failed(const std::string& message) {
  State& s = *state_;
  s.require_room();
  s.all_ok = false;
  for (auto* columns : {&s.sampled, &s.totals})
    for (auto& column : *columns) column.add_nothing();
  s.note(RunStatus::failed, {}, message.empty() ? "unknown error" : message);
}

void Writer::commit() {
  State& s = *state_;
  if (s.point < s.plan.scenarios.size()) throw std::logic_error("a result file was finished before its runs");
  s.file.set_attributes(
      "/", {{"fingerprint", hex(s.fingerprint.value())}, {"complete", std::string(s.all_ok ? "yes" : "no")}});
  s.file.commit();
}

std::uint64_t Writer::fingerprint() const { return state_->fingerprint.value(); }
const std::filesystem::path& Writer::partial_path() const { return state_->file.partial_path(); }
const std::filesystem::path& Writer::final_path() const { return state_->file.final_path(); }

}  // namespace poldyn::results
