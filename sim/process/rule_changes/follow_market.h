#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Part of follow_rules(): growth curves, regions, prices, bases, epochs and projects.
void follow_market(Simulation& sim, const Scenario& before);

}  // namespace poldyn
