#include "sim/process/core/binding.h"

namespace poldyn {
namespace {

bool takes_part(const Simulation& sim, const ListedRule& listed, const Vendor& vendor) {
  if (listed.rule.takes_part >= 1) return true;
  return sim.draw_about(listed.identity, Purpose::takes_part, vendor, 0).uniform() < listed.rule.takes_part;
}

/// All that a rule asks but its grace.
bool is_under(const Simulation& sim, const ListedRule& listed, const Vendor& vendor, const RuleSubject& of) {
  return listed.rule.in_force && is_about(listed.rule, of) && sim.now() >= at_day(listed.rule.exempt_until.count()) &&
         takes_part(sim, listed, vendor);
}

SimTime& under_rule(World& world, VendorId vendor, std::size_t rule) {
  return world.under_rule[vendor.value * world.rules_with_grace + rule];
}

}  // namespace

RuleSubject subject_of(const Vendor& vendor, const Model& model) {
  return {vendor.cls,       vendor.affiliated, vendor.public_facing, model.unmodified, model.root_bloc != vendor.bloc,
          model.compute_oom};
}

RuleSubject subject_of(const Vendor& vendor, const Base& base) {
  return {vendor.cls, vendor.affiliated, vendor.public_facing, true, base.root_bloc != vendor.bloc, base.compute_oom};
}

RuleMask binding(const Simulation& sim, const RuleList& list, const Vendor& vendor, const RuleSubject& of) {
  RuleMask made = 0;
  for (std::size_t r = 0; r < list.rules.size(); ++r) {
    const ListedRule& listed = list.rules[r];
    if (!is_under(sim, listed, vendor, of)) continue;
    const bool in_grace =
        listed.rule.grace > Days{0} && sim.now() < end_of_grace(sim, list, VendorId{sim.world.row_of(vendor)}, r);
    if (!in_grace) made |= mask_of(r);
  }
  return made;
}

RuleMask binding(const Simulation& sim, const Vendor& vendor, const RuleSubject& of) {
  if (!sim.rules.mechanisms.approval) return 0;
  return binding(sim, sim.filing_rules_of(vendor.bloc), vendor, of);
}

RuleMask binding(const Simulation& sim, const Model& model) {
  const Vendor& vendor = sim.world.at(model.vendor);
  return binding(sim, vendor, subject_of(vendor, model));
}

RuleMask with_duty(const RuleList& list, RuleMask rules, Duty duty) {
  RuleMask made = 0;
  each_rule(rules, [&](std::size_t r) {
    if (list.rules[r].rule.duty == duty) made |= mask_of(r);
  });
  return made;
}

bool needs_approval(const Simulation& sim, const Model& model) {
  const Vendor& vendor = sim.world.at(model.vendor);
  return rules_to_wait_for(sim, vendor, subject_of(vendor, model)) != 0;
}

void make_room_for_grace(Simulation& sim) {
  if (sim.world.rules_with_grace > 0)
    sim.world.under_rule.resize(sim.world.vendors.size() * sim.world.rules_with_grace, end_of_time);
}

void begin_grace(Simulation& sim, VendorId id, const RuleSubject& of) {
  if (sim.world.rules_with_grace == 0) return;
  const Vendor& vendor = sim.world.at(id);
  const RuleList& list = sim.filing_rules_of(vendor.bloc);
  for (std::size_t r = 0; r < list.rules.size(); ++r) {
    SimTime& since = under_rule(sim.world, id, r);
    if (since != end_of_time || !is_under(sim, list.rules[r], vendor, of)) continue;
    since = sim.now();
    if (list.rules[r].rule.grace > Days{0})
      sim.schedule(end_of_grace(sim, list, id, r), phase::arrives, EventKind::grace_ends, id.value,
                   static_cast<std::uint32_t>(r));
  }
}

SimTime end_of_grace(const Simulation& sim, const RuleList& list, VendorId vendor, std::size_t rule) {
  if (sim.world.rules_with_grace == 0) return end_of_time;
  const SimTime since = sim.world.under_rule[vendor.value * sim.world.rules_with_grace + rule];
  if (since == end_of_time) return since;
  return later(since, list.rules[rule].rule.grace.count());
}

}  // namespace poldyn
