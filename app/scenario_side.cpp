#include "app/scenario_side.h"

#include <algorithm>
#include <optional>
#include <span>

#include "sim/io/condition_reader.h"
#include "sim/io/results_format.h"
#include "sim/io/scenario_writer.h"
#include "sim/observe/run_result.h"

namespace poldyn::app {
namespace {

std::optional<Axis> axis_called(std::string_view dimension) {
  for (const auto& rows : {total_metrics(), sampled_metrics()})
    for (const MetricRow& row : rows)
      if (row.axis != Axis::none && results::dimension_of(row.axis) == dimension) return row.axis;
  return std::nullopt;
}

}  // namespace

std::vector<std::string> names_along(const Scenario& scenario, std::string_view dimension, std::size_t bloc) {
  const auto axis = axis_called(dimension);
  if (!axis || bloc >= scenario.blocs.size()) return {};
  if (*axis != Axis::other_bloc) return poldyn::names_along(*axis, scenario, scenario.blocs[bloc]);
  std::vector<std::string> made;
  for (const auto& other : scenario.blocs) made.push_back(other.name);
  return made;
}

std::vector<double> policy_dates(const Scenario& scenario) {
  std::vector<double> days;
  if (!scenario.mechanisms.policy) return days;
  for (const PolicyRule& rule : scenario.policies) {
    if (rule.triggered()) continue;
    for (const Days at : {rule.at, rule.until})
      if (at.count() > 0 && at < scenario.run.horizon) days.push_back(at.count());
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

void describe(analysis::Side& side, std::shared_ptr<const Scenario> scenario) {
  side.scenario = write_scenario(*scenario);
  side.warmup = scenario->run.warmup.count();
  side.horizon = scenario->run.horizon.count();
  side.sample_interval = scenario->run.sample_interval.count();
  side.policy_dates = policy_dates(*scenario);
  side.labels = [scenario](std::string_view dimension, std::size_t bloc) {
    return names_along(*scenario, dimension, bloc);
  };
}

}  // namespace poldyn::app
