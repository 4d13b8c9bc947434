#pragma once

#include "sim/process/simulation.h"

namespace poldyn {

/// Schedules the first candidate entrant of a bloc, if the mechanism is on and the rate is above zero.
void schedule_entry(Simulation& sim, BlocId bloc);

}  // namespace poldyn
