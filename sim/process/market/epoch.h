#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Schedules a bloc's next market epoch, if anything happens there.
void schedule_epoch(Simulation& sim, BlocId bloc);
/// Handler: what happened since the last epoch of this generation is used, learned, paid and cleared, in this order.
void turn_epoch(Simulation& sim, BlocId bloc, std::uint32_t generation);

}  // namespace poldyn
