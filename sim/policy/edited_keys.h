#pragma once

#include <algorithm>
#include <string_view>

#include "sim/policy/scenario.h"

namespace poldyn {

/// Whether a policy that may act has an edit of which this holds. What one changes during the run is not idle for being
/// so at its start.
template <class Is>
bool some_edit(const Scenario& scenario, Is is) {
  return scenario.mechanisms.policy &&
         std::any_of(scenario.policies.begin(), scenario.policies.end(), [&](const PolicyRule& policy) {
           return std::any_of(policy.edits.begin(), policy.edits.end(), is);
         });
}

/// Whether one changes this parameter.
inline bool is_edited(const Scenario& scenario, std::string_view key) {
  return some_edit(scenario, [&](const Edit& edit) { return edit.key == key; });
}

}  // namespace poldyn
