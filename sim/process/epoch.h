#pragma once

#include "sim/process/simulation.h"

namespace poldyn {

/// Schedules a bloc's next market epoch, if anything happens there.
void schedule_epoch(Simulation& sim, BlocId bloc);

}  // namespace poldyn
