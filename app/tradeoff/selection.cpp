#include "app/tradeoff/selection.h"

#include <fmt/format.h>

#include <CLI/Error.hpp>
#include <algorithm>
#include <cmath>

#include "app/compare/precision_option.h"
#include "app/console/failure.h"
#include "app/console/interrupt.h"
#include "sim/reading/axis_names.h"
#include "sim/reading/nearest.h"
#include "sim/run/simulate.h"

namespace poldyn::app {
namespace {

std::vector<std::string> bloc_names(const Scenario& scenario) {
  std::vector<std::string> made;
  for (const auto& bloc : scenario.blocs) made.push_back(bloc.name);
  return made;
}

std::size_t place_in(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

bool in_all(const std::vector<RunSide>& sides, const std::string& bloc) {
  return std::all_of(sides.begin(), sides.end(), [&](const RunSide& side) {
    return place_in(bloc_names(side.scenario), bloc) < side.scenario.blocs.size();
  });
}

}  // namespace

std::string bloc_in_all(const std::vector<RunSide>& sides, const std::string& asked) {
  std::vector<std::string> common;
  for (const auto& name : bloc_names(sides.front().scenario))
    if (in_all(sides, name)) common.push_back(name);
  if (common.empty())
    throw CLI::ValidationError("FILE", "no bloc is in every scenario, so there is nothing to select by");
  if (asked.empty() && common.size() == 1) return common.front();
  if (asked.empty())
    throw CLI::ValidationError(
        "--bloc", fmt::format("is needed, for the scenarios have several in common: {}", fmt::join(common, ", ")));
  if (place_in(common, asked) == common.size())
    throw CLI::ValidationError("--bloc",
                               fmt::format("'{}' is not in every scenario; {}", asked, suggestion(asked, common)));
  return asked;
}

GoalSource goals_of(const std::vector<RunSide>& sides, const std::string& bloc) {
  GoalSource made;
  made.where = "these scenarios";
  for (const auto& row : total_metrics()) made.totals.push_back(metric_info(row, "totals"));
  made.labels = [&sides, bloc](const std::string& dimension) {
    std::vector<std::string> common;
    for (std::size_t i = 0; i < sides.size(); ++i) {
      const Scenario& scenario = sides[i].scenario;
      const auto names = axis_names(scenario).along(dimension, place_in(bloc_names(scenario), bloc));
      if (i == 0) common.assign(names.begin(), names.end());
      std::erase_if(common,
                    [&](const auto& name) { return std::find(names.begin(), names.end(), name) == names.end(); });
    }
    return common;
  };
  return made;
}

Selection::Selection(const std::vector<RunSide>& sides, SelectionPlan plan)
    : sides_(sides),
      plan_(std::move(plan)),
      procedure_(sides.size(), plan_.kim_nelson),
      values_(sides.size()),
      waiting_(sides.size()) {
  const auto rows = total_metrics();
  while (row_ < rows.size() && results::path_of("totals", rows[row_]) != plan_.goal.about.path) ++row_;
  if (row_ == rows.size()) throw std::logic_error("no metric " + plan_.goal.about.path);
  for (std::size_t i = 0; i < sides.size(); ++i) places_.push_back(place_of(i));
}

std::size_t Selection::place_of(std::size_t side) const {
  const Scenario& scenario = sides_[side].scenario;
  const std::size_t bloc = place_in(bloc_names(scenario), plan_.bloc);
  const std::size_t extent = shape_of(scenario).extent(total_metrics()[row_].axis);
  if (plan_.goal.label.empty()) return bloc * extent;
  const auto names = axis_names(scenario).along(plan_.goal.about.dimensions.back(), bloc);
  return bloc * extent + place_in({names.begin(), names.end()}, plan_.goal.label);
}

void Selection::take(std::size_t side, std::size_t replicate, const Outcome& outcome) {
  const std::string& name = sides_[side].name;
  if (!outcome.ok)
    throw Failure(Exit::runs_failed, fmt::format("{}, replicate {}: {}", name, replicate, outcome.message));
  const double value = outcome.result.totals[row_][places_[side]];
  if (!std::isfinite(value))
    throw Failure(Exit::bad_data,
                  fmt::format("{} has no {} in replicate {}, so nobody can say how it ranks by it. Take a metric that "
                              "always exists, in which what never came to an end counts, such as time_to_deployment",
                              name, plan_.goal.name(), replicate));
  waiting_[side].push_back(plan_.goal.low ? value : -value);
}

void Selection::extend(std::size_t number, ProgressBar& bar) {
  const auto in = procedure_.in();
  const std::size_t from = procedure_.values();
  const auto seed = static_cast<std::uint64_t>(sides_.front().scenario.run.seed);
  const std::size_t likely = std::min(plan_.most, std::max(procedure_.most(), from + number));
  std::int64_t horizon = 0;
  for (const auto& side : sides_) horizon = std::max(horizon, to_ticks(side.scenario.run.horizon).count());
  Batch batch{.runs = static_cast<std::uint32_t>(number * in.size()),
              .jobs = plan_.jobs,
              .horizon_ticks = horizon,
              .run = {},
              .sink = {},
              .progress =
                  [&](BatchState state) {
                    state.runs = static_cast<std::uint32_t>(likely * in.size());
                    state.done += static_cast<std::uint32_t>(from * in.size());
                    bar.update(state);
                  },
              .stop = &stop_flag()};
  batch.run = [&](std::uint32_t unit, const RunSlot& slot) {
    const auto replicate = static_cast<std::uint32_t>(from + unit / in.size());
    return simulate(sides_[in[unit % in.size()]].scenario, RunKey{seed, replicate}, &slot.stop, &slot.now);
  };
  batch.sink = [&](Outcome&& outcome) {
    take(in[outcome.replicate % in.size()], from + outcome.replicate / in.size(), outcome);
  };
  if (const BatchState state = run_batch(batch); state.done < state.runs)
    throw Failure(Exit::interrupted, "interrupted before a scenario was selected; the same command starts again");
}

void Selection::run(ProgressBar& bar) {
  constexpr std::size_t least = 4;  // runs at a time, so that threads have work
  while (!procedure_.done() && procedure_.values() < plan_.most) {
    const std::size_t seen = procedure_.values();
    const std::size_t wanted = seen == 0 ? plan_.kim_nelson.first : std::max(least, seen / 10);
    const std::size_t number = std::min(wanted, plan_.most - seen);
    extend(number, bar);
    for (std::size_t i = 0; i < number && !procedure_.done(); ++i) {
      std::vector<double> next(sides_.size(), analysis::no_value);
      for (const std::size_t side : procedure_.in())
        next[side] = waiting_[side][i], values_[side].push_back(next[side]);
      procedure_.add(next);
    }
    for (auto& one : waiting_) one.clear();
  }
}

}  // namespace poldyn::app
