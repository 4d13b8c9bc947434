#pragma once

#include "sim/policy/pace.h"
#include "sim/process/simulation.h"

namespace poldyn {

/// Schedules a bloc's directives: those with a date, and the first of those at random.
void schedule_directives(Simulation& sim, BlocId bloc);
Pace directive_pace(const Scenario& rules, BlocId bloc);
/// The dates of the rule have changed.
void redate_directives(Simulation& sim, BlocId bloc);

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
