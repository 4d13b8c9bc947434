#include "app/compare/paired_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/around.h"
#include "app/compare/precision_option.h"
#include "app/console/failure.h"
#include "app/console/interrupt.h"
#include "app/runs/scenario_side.h"
#include "poldyn_version.h"
#include "sim/reading/axis_names.h"
#include "sim/run/simulate.h"

namespace poldyn::app {
namespace {

void add(std::vector<double>& sums, std::vector<std::uint32_t>& counts, const std::vector<double>& values) {
  sums.resize(values.size(), 0.0);
  counts.resize(values.size(), 0);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isnan(values[i])) sums[i] += values[i], ++counts[i];
}

std::size_t row_named(std::span<const MetricRow> rows, std::string_view group, const std::string& path) {
  const auto at =
      std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return results::path_of(group, row) == path; });
  if (at == rows.end()) throw std::logic_error("no metric " + path);
  return static_cast<std::size_t>(at - rows.begin());
}

}  // namespace

PairedRuns::PairedRuns(std::vector<RunSide> sides, std::uint64_t seed, std::optional<double> since)
    : run_sides_(std::move(sides)), seed_(seed), kept_(run_sides_.size()) {
  for (Kept& kept : kept_) {
    kept.totals.resize(total_metrics().size());
    kept.sums.resize(sampled_metrics().size());
    kept.counts.resize(sampled_metrics().size());
  }
  choose_spans(since);
}

void PairedRuns::choose_spans(std::optional<double> since) {
  std::vector<std::vector<double>> dates;
  std::vector<analysis::Span> windows;
  for (const auto& side : run_sides_) {
    dates.push_back(policy_dates(side.scenario));
    windows.push_back({side.scenario.run.warmup.count(), side.scenario.run.horizon.count()});
  }
  const analysis::Span window = analysis::common_window(windows);
  for (std::size_t i = 0; i < run_sides_.size(); ++i) {
    const double warmup = run_sides_[i].scenario.run.warmup.count();
    auto& spans = kept_[i].spans;
    spans.push_back(analysis::mean_span(warmup, since));
    for (const double date : analysis::dates_told(dates)) {
      const auto [before, after] = analysis::spans_around(window, date);
      spans.insert(spans.end(), {before, after});
    }
    kept_[i].means.assign(spans.size(), std::vector<std::vector<double>>(sampled_metrics().size()));
  }
}

void PairedRuns::keep_means(std::size_t side, const Outcome& outcome) {
  const Scenario& scenario = run_sides_[side].scenario;
  const RunShape shape = shape_of(scenario);
  std::vector<double> times;
  for (const SimTime time : sample_times(scenario)) times.push_back(in_days(time));
  Kept& kept = kept_[side];
  for (std::size_t row = 0; row < sampled_metrics().size(); ++row) {
    const std::size_t extent = shape.extent(sampled_metrics()[row].axis);
    for (std::size_t span = 0; span < kept.spans.size(); ++span) {
      const std::vector<double> means =
          outcome.ok ? analysis::span_means(outcome.result.sampled[row], times, extent, kept.spans[span])
                     : std::vector<double>(shape.blocs * extent, analysis::no_value);
      kept.means[span][row].insert(kept.means[span][row].end(), means.begin(), means.end());
    }
  }
}

void PairedRuns::keep(std::size_t side, std::size_t replicate, const Outcome& outcome) {
  Kept& kept = kept_[side];
  kept.fingerprint.add(outcome.ok ? results::RunStatus::ok : results::RunStatus::failed, outcome.result.fingerprint);
  if (!outcome.ok) kept.failed[replicate] = outcome.message;
  const RunShape shape = shape_of(run_sides_[side].scenario);
  for (std::size_t row = 0; row < kept.totals.size(); ++row) {
    auto& values = kept.totals[row];
    if (outcome.ok)
      values.insert(values.end(), outcome.result.totals[row].begin(), outcome.result.totals[row].end());
    else
      values.insert(values.end(), shape.blocs * shape.extent(total_metrics()[row].axis), analysis::no_value);
  }
  keep_means(side, outcome);
  if (!outcome.ok) return;
  for (std::size_t row = 0; row < kept.sums.size(); ++row)
    add(kept.sums[row], kept.counts[row], outcome.result.sampled[row]);
}

void PairedRuns::extend(std::size_t pairs, std::size_t expected, unsigned jobs, ProgressBar& bar) {
  if (pairs <= pairs_) return;
  const std::size_t sides = run_sides_.size();
  std::int64_t horizon = 0;
  for (const auto& side : run_sides_) horizon = std::max(horizon, to_ticks(side.scenario.run.horizon).count());
  const auto before = static_cast<std::uint32_t>(pairs_ * sides);
  const auto shown_runs = static_cast<std::uint32_t>(std::max(pairs, expected) * sides);
  // The sides of a pair follow each other, so that what is delivered is pairs.
  Batch batch{.runs = static_cast<std::uint32_t>((pairs - pairs_) * sides),
              .jobs = jobs,
              .horizon_ticks = horizon,
              .run = {},
              .sink = {},
              .progress =
                  [&](BatchState state) {
                    state.runs = shown_runs;
                    state.done += before;
                    state.failed = static_cast<std::uint32_t>(failures());
                    bar.update(state);
                  },
              .stop = &stop_flag()};
  batch.run = [&](std::uint32_t unit, const RunSlot& slot) {
    const auto replicate = static_cast<std::uint32_t>(pairs_ + unit / sides);
    return simulate(run_sides_[unit % sides].scenario, RunKey{seed_, replicate}, &slot.stop, &slot.now);
  };
  batch.sink = [&](Outcome&& outcome) { keep(outcome.replicate % sides, pairs_ + outcome.replicate / sides, outcome); };
  const BatchState state = run_batch(batch);
  if (state.done < state.runs)
    throw Failure(
        Exit::interrupted,
        fmt::format("interrupted after {} of up to {} runs; nothing was written. The same command starts them "
                    "again.",
                    before + state.done, shown_runs));
  pairs_ = pairs;
}

std::size_t PairedRuns::failures() const {
  std::size_t sum = 0;
  for (const Kept& kept : kept_) sum += kept.failed.size();
  return sum;
}

std::vector<std::string> PairedRuns::failure_messages(std::size_t most) const {
  std::vector<std::string> made;
  for (std::size_t i = 0; i < kept_.size(); ++i)
    for (const auto& [replicate, message] : kept_[i].failed)
      if (made.size() < most)
        made.push_back(fmt::format("{}, replicate {}: {}", run_sides_[i].name, replicate, message));
  return made;
}

analysis::Side PairedRuns::side(std::size_t at) const {
  const auto& [name, settings, scenario] = run_sides_[at];
  const Kept* kept = &kept_[at];
  analysis::Side side;
  side.runs = pairs_;
  for (const auto& bloc : scenario.blocs) side.blocs.push_back(bloc.name);
  for (const auto& row : total_metrics()) side.totals.push_back(metric_info(row, "totals"));
  for (const auto& row : sampled_metrics()) side.sampled.push_back(metric_info(row, "metrics"));
  side.name = name;
  side.settings = settings;
  side.title = scenario.title;
  side.seed = seed_;
  side.fingerprint = results::hex(kept->fingerprint.value());
  side.git_commit = git_commit;
  side.complete = kept->failed.empty();
  for (const SimTime time : sample_times(scenario)) side.times.push_back(in_days(time));
  describe(side, std::shared_ptr<const Scenario>(std::shared_ptr<const Scenario>(), &scenario));  // owned by this
  side.values = [kept](const results::MetricInfo& about) {
    return kept->totals[row_named(total_metrics(), "totals", about.path)];
  };
  side.means = [kept](const results::MetricInfo& about, analysis::Span span) {
    const auto found = std::find(kept->spans.begin(), kept->spans.end(), span);
    if (found == kept->spans.end()) throw std::logic_error("no means were kept of that span");
    return kept->means[static_cast<std::size_t>(found - kept->spans.begin())]
                      [row_named(sampled_metrics(), "metrics", about.path)];
  };
  analysis::average_over(side, kept->spans.front());
  side.mean_path = [kept, times = side.times.size()](const results::MetricInfo& about, std::size_t bloc) {
    const std::size_t row = row_named(sampled_metrics(), "metrics", about.path);
    std::vector<double> path(times, analysis::no_value);
    for (std::size_t t = 0; t < times && !kept->sums[row].empty(); ++t) {
      const std::size_t i = bloc * times + t;
      if (kept->counts[row][i] > 0) path[t] = kept->sums[row][i] / kept->counts[row][i];
    }
    return path;
  };
  return side;
}

std::vector<analysis::Side> PairedRuns::sides() const {
  std::vector<analysis::Side> made;
  for (std::size_t i = 0; i < run_sides_.size(); ++i) made.push_back(side(i));
  return made;
}

}  // namespace poldyn::app
