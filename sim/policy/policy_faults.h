#pragma once

#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// What is wrong with policies: each by itself, and with the rules that they make. Dated ones are put in force by date,
/// all together; triggered ones each alone, on top of what is dated. Precondition: the rules as they stand are sound.
void find_policy_faults(const Scenario& scenario, std::vector<Fault>& faults);

}  // namespace poldyn
