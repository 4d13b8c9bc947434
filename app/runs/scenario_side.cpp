#include "app/runs/scenario_side.h"

#include <algorithm>

#include "sim/reading/axis_names.h"
#include "sim/reading/scenario_writer.h"

namespace poldyn::app {

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

void describe(analysis::Side& side, const std::shared_ptr<const Scenario>& scenario) {
  side.scenario = write_scenario(*scenario);
  side.warmup = scenario->run.warmup.count();
  side.horizon = scenario->run.horizon.count();
  side.sample_interval = scenario->run.sample_interval.count();
  side.policy_dates = policy_dates(*scenario);
  side.labels = [names = axis_names(*scenario)](std::string_view dimension, std::size_t bloc) {
    return names.along(dimension, bloc);
  };
}

}  // namespace poldyn::app
