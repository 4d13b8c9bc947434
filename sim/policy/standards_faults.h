#pragma once

#include <vector>

#include "sim/policy/contradictions.h"
#include "sim/policy/scenario.h"

namespace poldyn {

/// The part of contradictions() that is about standards and about what blocs see of each other: appended to `faults`.
void find_standards_faults(const Scenario& scenario, std::vector<Fault>& faults);

}  // namespace poldyn
