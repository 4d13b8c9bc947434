#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// Adds what offices that hire get wrong.
void find_staffing_faults(const Scenario& scenario, std::vector<Fault>& faults);

/// Of a parameter that a policy changes: the table of staffing that has a hand on it too, or will have; "" if none has.
std::string staffed_at(const Scenario& scenario, std::string_view key);

}  // namespace poldyn
