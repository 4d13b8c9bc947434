#pragma once

#include "sim/policy/contradictions.h"
#include "sim/process/core/simulation.h"

namespace poldyn {

/// Builds the world of a scenario at time 0 and schedules its first events. `scenario` has no contradictions().
Simulation start(const Scenario& scenario, RunKey key);
/// The same with the random numbers that belong to other names: those that `identities` were made of.
Simulation start(const Scenario& scenario, RunKey key, Identities identities);

}  // namespace poldyn
