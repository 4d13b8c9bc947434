#include "app/attribute/mixed_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>

#include "analysis/around.h"
#include "app/console/failure.h"
#include "app/console/interrupt.h"
#include "sim/reading/axis_names.h"
#include "sim/run/simulate.h"

namespace poldyn::app {
namespace {

using analysis::Coalition;

constexpr Coalition bit(std::size_t player) { return Coalition{1} << player; }

/// Where the rows of results have a metric.
struct RowAt {
  bool sampled = false;
  std::size_t row = 0;
  Axis axis{};
};

RowAt row_at(const std::string& path) {
  for (const bool sampled : {false, true}) {
    const auto rows = sampled ? sampled_metrics() : total_metrics();
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (results::path_of(sampled ? "metrics" : "totals", rows[i]) == path) return {sampled, i, rows[i].axis};
  }
  throw std::logic_error("no metric " + path);
}

/// Place of a label among names; without names, labels are numbers from 1.
std::optional<std::size_t> place_of(const std::string& label, const std::vector<std::string>& names,
                                    std::size_t extent) {
  if (label.empty()) return 0;
  for (std::size_t i = 0; i < extent; ++i)
    if (label == (names.empty() ? std::to_string(i + 1) : i < names.size() ? names[i] : "")) return i;
  return std::nullopt;
}

std::optional<std::size_t> bloc_of(const Scenario& scenario, const MixedRow& row) {
  for (const auto& name : {row.bloc_a, row.bloc_b})
    for (std::size_t i = 0; i < scenario.blocs.size(); ++i)
      if (scenario.blocs[i].name == name) return i;
  return std::nullopt;
}

double value_in(const Scenario& scenario, const RunResult& result, const MixedRow& row, std::optional<double> since) {
  const auto bloc = bloc_of(scenario, row);
  const RowAt at = row_at(row.asked.about.path);
  const std::size_t extent = result.shape.extent(at.axis);
  if (!bloc) return analysis::no_value;
  const auto place = place_of(row.asked.label, axis_names(scenario).along(at.axis, *bloc), extent);
  if (!place) return analysis::no_value;
  if (!at.sampled) return result.totals[at.row][*bloc * extent + *place];
  std::vector<double> times;
  for (const SimTime time : sample_times(scenario)) times.push_back(in_days(time));
  const auto span = analysis::mean_span(scenario.run.warmup.count(), since);
  return analysis::span_means(result.sampled[at.row], times, extent, span)[*bloc * extent + *place];
}

std::vector<bool> switched(const std::vector<RulePart>& parts, Coalition world) {
  std::size_t differences = 0;
  for (const auto& part : parts) differences += part.differences.size();
  std::vector<bool> from_b(differences, false);
  for (std::size_t i = 0; i < parts.size(); ++i)
    for (const std::size_t difference : parts[i].differences) from_b[difference] = (world & bit(i)) != 0;
  return from_b;
}

}  // namespace

std::vector<RulePart> parts_of(const std::vector<RuleGroup>& groups) {
  std::vector<RulePart> made;
  for (const auto& group : groups)
    for (const auto& part : group.parts) {
      made.push_back(part);
      if (group.parts.size() > 1) made.back().name = group.name + "/" + part.name;
    }
  return made;
}

MixedRuns::MixedRuns(const ScenarioMixture& mixture, const std::vector<RuleGroup>& groups,
                     const analysis::AttributionDesign& design, std::size_t replicates)
    : parts_(parts_of(groups)) {
  const Coalition all = analysis::everybody(design.groups);
  std::set<Coalition> wanted;
  for (std::size_t replicate = 0; replicate < replicates; ++replicate)
    for (const Coalition world : analysis::worlds_of(design, replicate)) {
      if (world == 0 || world == all) continue;
      wanted.insert(world);
      const Unit unit{world, static_cast<std::uint32_t>(replicate)};
      unit_of_[{unit.world, unit.replicate}] = units_.size();
      units_.push_back(unit);
    }
  std::vector<Coalition> few_first(wanted.begin(), wanted.end());  // the simplest world that cannot be is told
  std::stable_sort(few_first.begin(), few_first.end(),
                   [](Coalition a, Coalition b) { return std::popcount(a) < std::popcount(b); });
  for (const Coalition world : few_first) {
    MixedWorld mixed = made(mixture, world);
    if (!mixed.ok()) refuse(mixture, world, mixed.fault);
    scenarios_.emplace(world, std::move(mixed.scenario));
  }
}

MixedWorld MixedRuns::made(const ScenarioMixture& mixture, Coalition world) const {
  return mixture.mixed(switched(parts_, world));
}

std::optional<std::pair<std::size_t, std::size_t>> MixedRuns::needing(const ScenarioMixture& mixture,
                                                                      Coalition world) const {
  for (std::size_t i = 0; i < parts_.size(); ++i)
    for (std::size_t j = 0; j < parts_.size(); ++j)
      if ((world & bit(i)) && !(world & bit(j)) && made(mixture, world & ~bit(i)).ok() &&
          made(mixture, world | bit(j)).ok())
        return std::pair{i, j};
  return std::nullopt;
}

void MixedRuns::refuse(const ScenarioMixture& mixture, Coalition world, const std::string& why) const {
  std::string remedy = "Let groups that need each other switch together: --join GROUP+GROUP";
  if (const auto pair = needing(mixture, world)) {
    const std::string &first = parts_[pair->first].name, &second = parts_[pair->second].name;
    const bool inside = (first + second).find('/') != std::string::npos;
    remedy = inside ? fmt::format("{} and {} need each other: leave out --inside", first, second)
                    : fmt::format("With both it can be, so let them switch together: --join '{}+{}'", first, second);
  }
  throw Failure(Exit::bad_data, fmt::format("a world between A and B cannot be, {}: {}.\n{}. Nothing was run.",
                                            name_of(world), why, remedy));
}

std::string MixedRuns::name_of(Coalition world) const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < parts_.size(); ++i)
    if (world & bit(i)) names.push_back(parts_[i].name);
  return names.empty() ? "A" : fmt::format("A with B's {}", fmt::join(names, ", "));
}

std::vector<double> MixedRuns::read(const Scenario& scenario, const RunResult& result) const {
  std::vector<double> made;
  for (const MixedRow& row : rows_) made.push_back(value_in(scenario, result, row, since_));
  return made;
}

void MixedRuns::keep(const Unit& unit, std::size_t at, const Outcome& outcome) {
  fingerprint_.add(outcome.ok ? results::RunStatus::ok : results::RunStatus::failed, outcome.result.fingerprint);
  if (outcome.ok)
    values_[at] = read(scenarios_.at(unit.world), outcome.result);
  else
    failures_.push_back(fmt::format("{}, replicate {}: {}", name_of(unit.world), unit.replicate, outcome.message));
}

void MixedRuns::run(std::vector<MixedRow> rows, std::uint64_t seed, std::optional<double> since, unsigned jobs,
                    ProgressBar& bar, BatchState before) {
  rows_ = std::move(rows);
  since_ = since;
  values_.assign(units_.size(), std::vector<double>(rows_.size(), analysis::no_value));
  if (units_.empty()) return;
  std::int64_t horizon = 0;
  for (const auto& each : scenarios_) horizon = std::max(horizon, to_ticks(each.second.run.horizon).count());
  Batch batch{.runs = static_cast<std::uint32_t>(units_.size()),
              .jobs = jobs,
              .horizon_ticks = horizon,
              .run =
                  [&](std::uint32_t unit, const RunSlot& slot) {
                    const auto& [world, replicate] = units_[unit];
                    return simulate(scenarios_.at(world), RunKey{seed, replicate}, &slot.stop, &slot.now);
                  },
              .sink = [&](Outcome&& outcome) { keep(units_[outcome.replicate], outcome.replicate, outcome); },
              .progress =
                  [&](BatchState state) {
                    state.runs += before.runs;
                    state.done += before.done;
                    state.failed += before.failed;
                    bar.update(state);
                  },
              .stop = &stop_flag()};
  const BatchState state = run_batch(batch);
  if (state.done < state.runs)
    throw Failure(Exit::interrupted,
                  fmt::format("interrupted after {} of {} runs; nothing was written. The same command starts them "
                              "again.",
                              before.done + state.done, before.runs + state.runs));
}

double MixedRuns::value(std::size_t row, std::size_t replicate, Coalition world) const {
  return values_[unit_of_.at({world, static_cast<std::uint32_t>(replicate)})][row];
}

std::vector<std::string> MixedRuns::without_value(std::size_t row) const {
  std::set<Coalition> found;
  for (std::size_t i = 0; i < units_.size(); ++i)
    if (!std::isfinite(values_[i][row])) found.insert(units_[i].world);
  std::vector<std::string> names;
  names.reserve(found.size());
  for (const Coalition world : found) names.push_back(name_of(world));
  return names;
}

}  // namespace poldyn::app
