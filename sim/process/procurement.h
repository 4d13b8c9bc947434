#pragma once

#include "sim/policy/pace.h"
#include "sim/process/simulation.h"

namespace poldyn {

/// Schedules a bloc's first tender at or after `from`, if the mechanism is on.
void schedule_tender(Simulation& sim, BlocId bloc, SimTime from, std::uint32_t ordinal);

Pace tender_pace(const Scenario& rules, const Bloc& bloc, BlocId id);

}  // namespace poldyn
