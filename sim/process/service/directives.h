#pragma once

#include "sim/process/core/clocks.h"

namespace poldyn {

/// Schedules a bloc's directives: those with a date, and the first of those at random.
void schedule_directives(Simulation& sim, BlocId bloc);
/// The rules have changed: dates that are still to come are planned anew if they are others.
void redate_directives(Simulation& sim, BlocId bloc, const Scenario& before);
/// Makes room for what vendors comply with, if there are directives.
void make_room_for_compliance(Simulation& sim);

Pace directive_pace(const Scenario& rules, const Bloc& bloc, BlocId id);
inline constexpr BlocClock directive_clock{&Bloc::directive, EventKind::directive_issued, Purpose::directive,
                                           phase::decides, &directive_pace};

/// Handlers: a directive is issued, at random or by date; a model comes to comply with one.
void issue_directive(Simulation& sim, BlocId bloc, std::uint32_t key, std::uint16_t generation);
void comply(Simulation& sim, ModelId model, std::uint32_t generation, std::uint32_t key);

/// A product has come on the market: how will it stand to the pending directives? Draws from (compliance, vendor,
/// directive) if it is registered, otherwise from (compliance, vendor, project, directive + 1).
void face_directives(Simulation& sim, VendorId vendor);
/// The vendor's product complies with whatever is pending.
void comply_with_all(Simulation& sim, VendorId vendor);
/// Whether the product does not comply with a directive that is at least so old.
bool is_late(const Simulation& sim, VendorId vendor, Days grace);
/// The maker has been caught: from now on it complies as if registered.
void catch_up(Simulation& sim, VendorId vendor);

/// Measures use anew after a market epoch, and gives old directives up.
void measure_compliance(Simulation& sim, BlocId bloc);

}  // namespace poldyn
