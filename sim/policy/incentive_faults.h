#pragma once

#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// Contradictions between rules of variants, mandates and recognition.
void find_incentive_faults(const Scenario& scenario, std::vector<Fault>& faults);

}  // namespace poldyn
