#pragma once

#include "sim/policy/pace.h"
#include "sim/process/simulation.h"

namespace poldyn {

/// Schedules the first candidate entrant of a bloc, if the mechanism is on and the rate is above zero.
void schedule_entry(Simulation& sim, BlocId bloc);

/// Rate of candidates.
Pace entry_pace(const Scenario& rules, BlocId bloc);

}  // namespace poldyn
