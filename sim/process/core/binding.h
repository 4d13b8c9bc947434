#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

// Which rules of its bloc bind a model. A rule binds it if it is in force, all that it says of the model and its vendor
// holds, the vendor takes part, the exemption is over, and so is the grace that the vendor has had since the other
// conditions were first met.

RuleSubject subject_of(const Vendor& vendor, const Model& model);
/// Of an application of this base by the vendor.
RuleSubject subject_of(const Vendor& vendor, const Base& base);

/// Rules of `list` that bind the vendor's model now. Draws (takes_part, vendor) of a rule that binds only some.
RuleMask binding(const Simulation& sim, const RuleList& list, const Vendor& vendor, const RuleSubject& of);
/// Those of the bloc as they are; none where nobody waits for approval (Mechanisms::approval).
RuleMask binding(const Simulation& sim, const Vendor& vendor, const RuleSubject& of);
RuleMask binding(const Simulation& sim, const Model& model);

/// Every rule of a bloc.
inline RuleMask all_rules(const RuleList& list) { return static_cast<RuleMask>((1U << list.rules.size()) - 1); }
/// Those of `rules` that ask for this.
RuleMask with_duty(const RuleList& list, RuleMask rules, Duty duty);
/// Rules that must have approved a model of this kind before it is deployed.
inline RuleMask rules_to_wait_for(const Simulation& sim, const Vendor& vendor, const RuleSubject& of) {
  return with_duty(sim.filing_rules_of(vendor.bloc), binding(sim, vendor, of), Duty::approval);
}
/// Whether the rules as they are ask for an approval of the model before it is deployed.
bool needs_approval(const Simulation& sim, const Model& model);

/// Calls act(r) for each rule of the mask, in their order.
template <class Act>
void each_rule(RuleMask rules, Act&& act) {
  for (std::size_t r = 0; rules != 0; ++r, rules = static_cast<RuleMask>(rules >> 1))
    if ((rules & 1U) != 0) act(r);
}

/// Room for what rules with grace remember, when there is one more vendor.
void make_room_for_grace(Simulation& sim);
/// A model of the vendor is there: of rules whose other conditions it is the first to meet, the grace begins.
void begin_grace(Simulation& sim, VendorId vendor, const RuleSubject& of);
/// When the grace of the vendor under a rule of `list` is over; the end of time if it has not begun.
SimTime end_of_grace(const Simulation& sim, const RuleList& list, VendorId vendor, std::size_t rule);

}  // namespace poldyn
