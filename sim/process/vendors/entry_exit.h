#pragma once

#include "sim/process/core/clocks.h"

namespace poldyn {

/// Rate of candidate entrants: the highest that profits could call for.
Pace entry_pace(const Scenario& rules, const Bloc& bloc, BlocId id);

inline constexpr BlocClock entry_clock{&Bloc::entry, EventKind::entry_tried, Purpose::entry, phase::arrives,
                                       &entry_pace};
inline constexpr VendorClock spinoff_clock{&VendorClocks::spinoff, EventKind::vendor_spins_off, Purpose::spinoff,
                                           phase::arrives, &PopulationRule::spinoff_rate_per_year};
inline constexpr VendorClock exit_clock{&VendorClocks::exit, EventKind::vendor_leaves, Purpose::exit, phase::ends,
                                        &PopulationRule::exit_hazard_per_year};

/// Schedules the vendors that a bloc begins with, if vendors run projects.
void schedule_initial(Simulation& sim, BlocId bloc);
/// Schedules the first candidate entrant of a bloc, if the mechanism is on and the rate is above zero.
void schedule_entry(Simulation& sim, BlocId bloc);

/// Handlers: a vendor enters; a candidate comes and enters or stays away; a vendor founds another; one leaves, at the
/// time that its clock of this generation had drawn, or for lack of cash: its users choose anew, unless somebody buys
/// it (acquisition.h).
void enter(Simulation& sim, BlocId bloc, std::uint32_t ordinal, Birth birth);
void try_entry(Simulation& sim, BlocId bloc, std::uint32_t ordinal, std::uint16_t generation);
void spin_off(Simulation& sim, VendorId vendor, std::uint32_t ordinal, std::uint16_t generation);
void leave_by_hazard(Simulation& sim, VendorId vendor, std::uint32_t, std::uint16_t generation);
void leave(Simulation& sim, VendorId vendor);

}  // namespace poldyn
