#pragma once

#include <vector>

#include "sim/policy/contradictions.h"
#include "sim/policy/scenario.h"

namespace poldyn {

/// The part of contradictions() that is about incidents, directives and audits: appended to `faults`.
void find_control_faults(const Scenario& scenario, std::vector<Fault>& faults);

}  // namespace poldyn
