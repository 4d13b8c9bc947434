#pragma once

#include "sim/process/simulation.h"

namespace poldyn {

/// Schedules the next arrival of filings from outside after `from`, if the mechanism is on.
void schedule_arrival(Simulation& sim, BlocId bloc, SimTime from, std::uint32_t ordinal);

}  // namespace poldyn
