#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

// What follows when a rule comes to bind models in service and candidates, or ceases to: by a policy, at the end of an
// exemption, or at the end of the grace of one vendor.

/// Copies the rules in the form in which they are asked: at the start, when policies of the first day are in force.
void list_filing_rules(Simulation& sim);
/// Plans the ends of exemptions that are to come. A mechanism's start.
void schedule_exemptions(Simulation& sim, BlocId bloc);

/// Policies have changed the rules of the bloc; they were `before`.
void follow_filing_rules(Simulation& sim, BlocId bloc, const Scenario& before);

/// Handlers: an exemption, or the grace of a vendor, may be over.
void end_exemption(Simulation& sim, BlocId bloc, std::uint32_t rule);
void end_grace(Simulation& sim, VendorId vendor, std::uint32_t rule);

}  // namespace poldyn
