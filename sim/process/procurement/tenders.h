#pragma once

#include "sim/process/core/clocks.h"

namespace poldyn {

/// Schedules a bloc's first tender at or after `from`, if the mechanism is on.
void schedule_tender(Simulation& sim, BlocId bloc, SimTime from, std::uint32_t ordinal);

/// The first of them.
void schedule_tenders(Simulation& sim, BlocId bloc);

Pace pace_of_tenders(const Scenario& rules, const Bloc& bloc, BlocId id);
inline constexpr BlocClock tender_clock{&Bloc::tender, EventKind::tender_opens, Purpose::tender, phase::arrives,
                                        &pace_of_tenders};

/// Handler: a tender is opened and called off from a running contract, or vendors are invited and the best bids win.
/// Draws from (tender, bloc, ordinal), (category, bloc, ordinal), (framework, bloc, ordinal) and (bid, vendor,
/// ordinal).
void open_tender(Simulation& sim, BlocId bloc, std::uint32_t ordinal, std::uint16_t generation);

}  // namespace poldyn
