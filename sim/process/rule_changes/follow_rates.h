#pragma once

#include <vector>

#include "sim/process/core/clocks.h"

namespace poldyn {

/// Paces that the clocks of all blocs had under `before`, by bloc and then in the order of the mechanisms. To be asked
/// for before anything else follows the rules.
std::vector<Pace> paces_of_clocks(const Simulation& sim, const Scenario& before);

/// Part of follow_rules(): what comes at random, and what mechanisms do last. `paces`: paces_of_clocks. How a pending
/// point moves to another rate, so that no wait that was drawn is lost, says retime() in core/clocks.h.
void follow_rates(Simulation& sim, const Scenario& before, const std::vector<Pace>& paces);

}  // namespace poldyn
