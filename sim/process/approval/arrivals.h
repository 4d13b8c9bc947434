#pragma once

#include "sim/process/core/clocks.h"

namespace poldyn {

/// Schedules the next arrival of filings from outside after `from`, if the mechanism is on.
void schedule_arrival(Simulation& sim, BlocId bloc, SimTime from, std::uint32_t ordinal);
/// The first of them.
void schedule_arrivals(Simulation& sim, BlocId bloc);

/// Exact for exponential times; of other laws it is the mean rate.
Pace arrival_pace(const Scenario& rules, const Bloc& bloc, BlocId id);

inline constexpr BlocClock arrival_clock{&Bloc::arrival, EventKind::filings_arrive, Purpose::arrival, phase::arrives,
                                         &arrival_pace};

/// Handler: a batch of filings arrives. Draws from (arrival, bloc, ordinal of the filing).
void take_outside_filings(Simulation& sim, BlocId bloc, std::uint32_t ordinal, std::uint16_t generation);

}  // namespace poldyn
