#pragma once

#include "sim/process/core/clocks.h"

namespace poldyn {

/// Schedules a bloc's next visit, if there are any.
void schedule_audit(Simulation& sim, BlocId bloc, std::uint32_t ordinal);
/// The first of them.
void schedule_audits(Simulation& sim, BlocId bloc);

Pace audit_pace(const Scenario& rules, const Bloc& bloc, BlocId id);
inline constexpr BlocClock audit_clock{&Bloc::audit, EventKind::audit, Purpose::audit, phase::decides, &audit_pace};

/// Handler: one product is visited, and what is unsafe or late is sanctioned. Draws from (audit, bloc, ordinal, 1).
void audit(Simulation& sim, BlocId bloc, std::uint32_t ordinal, std::uint16_t generation);

}  // namespace poldyn
