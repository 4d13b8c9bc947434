#pragma once

#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn {

/// Contradictions between rules of tests and domains.
void find_score_faults(const Scenario& scenario, std::vector<Fault>& faults);

}  // namespace poldyn
