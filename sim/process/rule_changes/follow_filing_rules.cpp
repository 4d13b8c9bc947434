#include "sim/process/rule_changes/follow_filing_rules.h"

#include <algorithm>
#include <utility>

#include "sim/process/approval/approvals.h"
#include "sim/process/approval/clearances.h"
#include "sim/process/core/binding.h"
#include "sim/process/vendors/release.h"

namespace poldyn {
namespace {

template <class Record>
bool same(const Record& a, const Record& b) {
  return std::all_of(param_rows<Record>.begin(), param_rows<Record>.end(),
                     [&](const ParamRow& row) { return row.get(&a) == row.get(&b); });
}

bool same(const RuleList& a, const RuleList& b) {
  return std::equal(a.rules.begin(), a.rules.end(), b.rules.begin(), b.rules.end(),
                    [](const ListedRule& x, const ListedRule& y) { return same(x.rule, y.rule); });
}

/// Whether it is other than before who files, on which track, or when a held candidate may be filed.
bool decides_otherwise(const FilingRule& a, const FilingRule& b) {
  FilingRule then = b;  // what of `b` decides nothing of this is as in `a`
  then.renewal_track = a.renewal_track;
  then.notification = a.notification;
  then.validity = a.validity;
  then.renewal_lead = a.renewal_lead;
  then.existing = a.existing;
  then.transition = a.transition;
  then.covers_weights = a.covers_weights;
  then.priority = a.priority;
  return !same(a, then);
}

bool decides_otherwise(const RuleList& a, const RuleList& b) {
  for (std::size_t r = 0; r < a.rules.size(); ++r)
    if (decides_otherwise(a.rules[r].rule, b.rules[r].rule)) return true;
  return false;
}

bool plans_otherwise(const RegistrationRule& a, const RegistrationRule& b) {
  return a.pending_limit != b.pending_limit || a.bundling != b.bundling;
}

/// What a rule that does not bind the product any more took from it does not count.
void forget_lapses(Simulation& sim, ModelId id) {
  const RuleList& list = sim.filing_rules_of(sim.world.at(sim.world.at(id).vendor).bloc);
  for (std::size_t r = 0; r < list.rules.size(); ++r)
    if (!has(sim.world.at(id).bound, r)) clearance_of(sim.world, id, r).lapsed = false;
}

/// A model in service, of one vendor, under rules that have come to bind it.
void come_under(Simulation& sim, ModelId id, RuleMask newly) {
  const Model& product = sim.world.at(id);
  if (newly == 0) return;
  const RuleList& list = sim.filing_rules_of(sim.world.at(product.vendor).bloc);
  RuleMask due = 0;
  each_rule(newly, [&](std::size_t r) {
    const FilingRule& rule = list.rules[r].rule;
    const Clearance& clearance = clearance_of(sim.world, id, r);
    if (!clearance.given && rule.existing == Existing::must_file && rule.duty != Duty::notice) due |= mask_of(r);
    // The time to renew may have passed while there was no need to.
    if (clearance.given && clearance.expires && *clearance.expires - sim.now() <= to_ticks(rule.renewal_lead))
      sim.schedule(sim.now(), phase::arrives, EventKind::renewal_due, id.value, product.generation,
                   static_cast<std::uint16_t>(r));
  });
  if (due != 0) require_filing(sim, id, due);
}

/// The vendor's product, of which rules `was` were binding.
void follow_product(Simulation& sim, VendorId id, RuleMask was) {
  const Vendor& vendor = sim.world.at(id);
  if (!vendor.product || !sim.rules.mechanisms.approval) return;
  const ModelId product = vendor.product;
  begin_grace(sim, id, subject_of(vendor, sim.world.at(product)));
  update_standing(sim, product);
  forget_lapses(sim, product);
  return_to_market(sim, product);
  come_under(sim, product, static_cast<RuleMask>(sim.world.at(product).bound & ~was));
}

void schedule_exemption(Simulation& sim, BlocId bloc, std::size_t rule) {
  const SimTime ends = at_day(sim.filing_rules_of(bloc).rules[rule].rule.exempt_until.count());
  if (ends > sim.now())
    sim.schedule(ends, phase::ends, EventKind::rule_binds, bloc.value, static_cast<std::uint32_t>(rule));
}

/// Of a rule whose grace is another now: the ends of those that have begun.
void plan_grace_anew(Simulation& sim, const Bloc& bloc, std::size_t rule) {
  if (sim.world.rules_with_grace == 0) return;
  const RuleList& list = sim.filing_rules_of(BlocId{static_cast<std::size_t>(&bloc - sim.world.blocs.data())});
  for (const VendorId member : bloc.members)
    if (const SimTime ends = end_of_grace(sim, list, member, rule); ends > sim.now() && ends != end_of_time)
      sim.schedule(ends, phase::arrives, EventKind::grace_ends, member.value, static_cast<std::uint32_t>(rule));
}

void plan_anew(Simulation& sim, BlocId id, const RuleList& was, const RuleList& is) {
  for (std::size_t r = 0; r < is.rules.size(); ++r) {
    if (was.rules[r].rule.exempt_until != is.rules[r].rule.exempt_until) schedule_exemption(sim, id, r);
    if (was.rules[r].rule.grace != is.rules[r].rule.grace) plan_grace_anew(sim, sim.world.at(id), r);
  }
}

/// Where the bloc's own rules stand on the axis of rules.
void set_rule_places(Bloc& bloc, const BlocRules& own, const Scenario& rules) {
  const std::vector<std::size_t> by_name = places_by_name(own.rules);
  bloc.rule_places.clear();
  for (const std::string& name : rule_names(rules)) {
    const auto at =
        std::find_if(by_name.begin(), by_name.end(), [&](std::size_t r) { return own.rules[r].name == name; });
    const bool asked = has_rules(rules.mechanisms, own) && at != by_name.end();
    bloc.rule_places.push_back(asked ? std::optional(static_cast<std::size_t>(at - by_name.begin())) : std::nullopt);
  }
}

bool may_give_grace(const Scenario& rules) {
  for (const BlocRules& bloc : rules.blocs)
    for (const auto& [name, rule] : bloc.rules)
      if (rule.grace > Days{0}) return true;
  return std::any_of(rules.policies.begin(), rules.policies.end(), [](const PolicyRule& policy) {
    return std::any_of(policy.edits.begin(), policy.edits.end(),
                       [](const Edit& edit) { return edit.key.ends_with(".grace"); });
  });
}

}  // namespace

void list_filing_rules(Simulation& sim) {
  std::size_t most = 1;
  for (std::size_t b = 0; b < sim.rules.blocs.size(); ++b) {
    sim.filing_rules[b] = rule_list(sim.rules.mechanisms, sim.rules.blocs[b]);
    most = std::max(most, sim.filing_rules[b].rules.size());
    set_rule_places(sim.world.blocs[b], sim.rules.blocs[b], sim.rules);
  }
  sim.world.further_rules = most - 1;
  const Mechanisms& on = sim.rules.mechanisms;
  sim.world.rules_with_grace = on.rules && on.approval && may_give_grace(sim.rules) ? most : 0;
}

void schedule_exemptions(Simulation& sim, BlocId bloc) {
  if (!sim.rules.mechanisms.rules || !sim.rules.mechanisms.approval) return;
  for (std::size_t r = 0; r < sim.filing_rules_of(bloc).rules.size(); ++r) schedule_exemption(sim, bloc, r);
}

void follow_filing_rules(Simulation& sim, BlocId id, const Scenario& before) {
  const RuleList was = std::exchange(sim.filing_rules[id.value], rule_list(sim.rules.mechanisms, sim.rules_of(id)));
  const RuleList& is = sim.filing_rules_of(id);
  const RegistrationRule &planned = before.blocs[id.value].registration, &plan = sim.rules_of(id).registration;
  if (!sim.rules.mechanisms.approval || (same(was, is) && same(planned, plan))) return;
  plan_anew(sim, id, was, is);
  const bool reconsider = decides_otherwise(was, is) || plans_otherwise(planned, plan);
  for (const VendorId member : sim.world.at(id).members) {
    const Vendor& vendor = sim.world.at(member);
    if (vendor.product) {
      const RuleMask bound = binding(sim, was, vendor, subject_of(vendor, sim.world.at(vendor.product)));
      follow_product(sim, member, bound);
    }
    if (reconsider) reconsider_candidate(sim, member);
  }
}

void end_exemption(Simulation& sim, BlocId id, std::uint32_t rule) {
  if (at_day(sim.filing_rules_of(id).rules[rule].rule.exempt_until.count()) != sim.now()) return;  // it has been moved
  for (const VendorId member : sim.world.at(id).members) {
    const Vendor& vendor = sim.world.at(member);
    if (vendor.product) follow_product(sim, member, static_cast<RuleMask>(~mask_of(rule)));
    reconsider_candidate(sim, member);
  }
}

void end_grace(Simulation& sim, VendorId id, std::uint32_t rule) {
  const Vendor& vendor = sim.world.at(id);
  if (!vendor.active || end_of_grace(sim, sim.filing_rules_of(vendor.bloc), id, rule) != sim.now()) return;
  if (vendor.product) follow_product(sim, id, static_cast<RuleMask>(~mask_of(rule)));
  reconsider_candidate(sim, id);
}

}  // namespace poldyn
