#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Part of follow_rules(): tracks, offices and what must be filed.
void follow_pipeline(Simulation& sim, const Scenario& before);

}  // namespace poldyn
