#pragma once

#include "sim/policy/pace.h"
#include "sim/process/simulation.h"

namespace poldyn {

/// Schedules a bloc's next visit, if there are any.
void schedule_audit(Simulation& sim, BlocId bloc, std::uint32_t ordinal);
Pace audit_pace(const Scenario& rules, BlocId bloc);

}  // namespace poldyn
