#pragma once

#include "sim/policy/pace.h"
#include "sim/process/simulation.h"

namespace poldyn {

/// Schedules the next arrival of filings from outside after `from`, if the mechanism is on.
void schedule_arrival(Simulation& sim, BlocId bloc, SimTime from, std::uint32_t ordinal);

/// Exact for exponential times; of other laws it is the mean rate.
Pace arrival_pace(const Scenario& rules, BlocId bloc);

}  // namespace poldyn
