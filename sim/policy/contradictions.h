#pragma once

#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// Every pair of rules that contradict each other, whatever policies do to them included. Empty for a scenario that can
/// be run.
std::vector<Fault> contradictions(const Scenario& scenario);
/// From when rules hold, and which held until then; without any, from the start.
struct RulesSince {
  const Scenario* before = nullptr;
  double years = 0;
};
/// Those between the rules as they stand, whatever policies do to them.
std::vector<Fault> contradictions_of_rules(const Scenario& scenario, const RulesSince& since = {});

}  // namespace poldyn
