#include "sim/process/approval/approvals.h"

#include <algorithm>

#include "sim/process/approval/clearances.h"
#include "sim/process/core/binding.h"
#include "sim/process/designs/bases.h"
#include "sim/process/market/offers.h"
#include "sim/process/service/incident_clock.h"

namespace poldyn {
namespace {

/// A suspended product's approval counts again later. One that runs out at this very moment is renewed as late as can
/// be: what ends comes before what arrives, so it has lapsed already.
bool is_to_be_renewed(const Model& model, const Clearance& clearance, SimTime now) {
  if (model.status == ModelStatus::suspended) return true;
  if (clearance.lapsed) return clearance.expires == now;
  return (model.status == ModelStatus::deployed || model.status == ModelStatus::lapsed) && clearance.given;
}

/// Rules of the same family whose approval ends with that under `rule`: one renewal serves them all.
RuleMask renewed_together(const Simulation& sim, ModelId id, std::size_t rule) {
  const RuleList& list = sim.filing_rules_of(sim.world.at(sim.world.at(id).vendor).bloc);
  const Clearance& first = clearance_of(sim.world, id, rule);
  RuleMask made = mask_of(rule);
  each_rule(binding(sim, sim.world.at(id)), [&](std::size_t r) {
    const Clearance& other = clearance_of(sim.world, id, r);
    if (list.rules[r].family == list.rules[rule].family && other.approval == first.approval &&
        other.expires == first.expires)
      made |= mask_of(r);
  });
  return made;
}

/// A model without an approval that a rule asks of it goes.
void take_out(Simulation& sim, ModelId id) {
  Model& model = sim.world.at(id);
  if (model.status != ModelStatus::deployed) return;
  model.status = ModelStatus::lapsed;
  refresh_standing(sim, id);
  stop_incident_clock(sim, model.vendor);
  close_base(sim, model.vendor);
  remove_offer(sim.world, model.vendor);
}

}  // namespace

void return_to_market(Simulation& sim, ModelId id) {
  Model& model = sim.world.at(id);
  if (model.status != ModelStatus::lapsed || lapsed_for(sim.world, id, model.bound) != 0) return;
  model.status = ModelStatus::deployed;
  refresh_standing(sim, id);
  place_offer(sim, model.vendor);
  reopen_base(sim, model);
}

void update_standing(Simulation& sim, ModelId id) {
  const Model& model = sim.world.at(id);
  const bool before = model.approved;
  refresh_standing(sim, id);
  if (model.approved == before || model.status != ModelStatus::deployed) return;
  sim.world.at(sim.world.at(model.vendor).bloc).market.approved[sim.world.at(model.vendor).offer.value] =
      model.approved;
  reopen_base(sim, model);  // as what it is now, here and abroad
}

void start_validity(Simulation& sim, ModelId id, std::size_t rule, std::optional<SimTime> ends) {
  const Model& model = sim.world.at(id);
  if (!sim.rules.mechanisms.renewal) return;
  Clearance& clearance = clearance_of(sim.world, id, rule);
  clearance.expires.reset();
  if (!ends) return;
  const SimTime expires = std::max(*ends, sim.now());
  clearance.expires = expires;
  const FilingRule& of = sim.filing_rules_of(sim.world.at(model.vendor).bloc).rules[rule].rule;
  const SimTime due = expires - std::min(to_ticks(of.renewal_lead), expires - sim.now());
  const auto extra = static_cast<std::uint16_t>(rule);
  sim.schedule(due, phase::arrives, EventKind::renewal_due, id.value, model.generation, extra);
  sim.schedule(expires, phase::ends, EventKind::approval_expires, id.value, model.generation, extra);
}

std::optional<SimTime> end_of_new_term(const Simulation& sim, BlocId bloc, std::size_t rule) {
  const Days validity = sim.filing_rules_of(bloc).rules[rule].rule.validity;
  if (validity <= Days{0}) return std::nullopt;
  return later(sim.now(), validity.count());
}

std::optional<Decision> file_in_service(Simulation& sim, ModelId id, FilingPurpose purpose, RuleMask rules,
                                        const TrackList& tracks) {
  const Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  Filing filing = filing_of(sim, id, rules, tracks);
  filing.purpose = purpose;
  // Renewals count down from the top, projects up from 1: the two never meet in one stream.
  filing.ordinal = ~vendor.renewals++;
  filing.delay = Delay::from(sim.now());
  return file(sim, filing);
}

void file_renewal(Simulation& sim, ModelId id, std::uint32_t generation, std::uint16_t rule) {
  const Model& model = sim.world.at(id);
  if (model.generation != generation || !is_to_be_renewed(model, clearance_of(sim.world, id, rule), sim.now())) return;
  if (!has(binding(sim, model), rule) || has(renewals_under_way(sim.world, id), rule)) return;
  const RuleMask rules = renewed_together(sim, id, rule);
  const TrackList tracks = tracks_for(sim, model, rules, TrackFor::renewal);
  if (const auto decided = file_in_service(sim, id, FilingPurpose::renewal, rules, tracks))
    follow_renewal(sim, *decided);
}

void expire(Simulation& sim, ModelId id, std::uint32_t generation, std::uint16_t rule) {
  Model& model = sim.world.at(id);
  if (model.generation != generation) return;
  if (model.status != ModelStatus::deployed && model.status != ModelStatus::lapsed) return;
  Clearance& clearance = clearance_of(sim.world, id, rule);
  if (clearance.lapsed || clearance.expires != sim.now()) return;
  const bool counted = model.approved;
  clearance.given = false;
  const bool binds = has(binding(sim, model), rule);
  clearance.lapsed = binds;
  if (!binds) clearance.expires.reset();  // since the rules have changed: it stays in service without
  refresh_standing(sim, id);
  if (binds) {
    if (model.status == ModelStatus::deployed) ++sim.world.at(sim.world.at(model.vendor).bloc).tally.expired;
    return take_out(sim, id);
  }
  if (!counted || model.approved || model.status != ModelStatus::deployed) return;
  const Vendor& vendor = sim.world.at(model.vendor);
  sim.world.at(vendor.bloc).market.approved[vendor.offer.value] = 0;
  unmark_base(sim, model.vendor);
}

void follow_renewal(Simulation& sim, const Decision& decision) {
  const ModelId id = decision.filing.model;
  if (!decision.approved() || !id) return;
  const Model& model = sim.world.at(id);
  const VendorId vendor = model.vendor;
  const BlocId bloc = sim.world.at(vendor).bloc;
  if (sim.world.at(vendor).product != id) return;
  ++sim.world.at(bloc).tally.renewed;
  each_rule(decision.filing.rules, [&](std::size_t r) {
    Clearance& clearance = clearance_of(sim.world, id, r);
    clearance.given = true;
    clearance.lapsed = false;
    clearance.tacit = decision.tacit;
  });
  update_standing(sim, id);
  return_to_market(sim, id);
  each_rule(decision.filing.rules, [&](std::size_t r) { start_validity(sim, id, r, end_of_new_term(sim, bloc, r)); });
}

void follow_transition(Simulation& sim, const Decision& decision) {
  const ModelId id = decision.filing.model;
  if (!id) return;
  Model& model = sim.world.at(id);
  const VendorId vendor = model.vendor;
  const BlocId bloc = sim.world.at(vendor).bloc;
  const RuleMask rules = decision.filing.rules;
  if (!decision.approved()) {
    if (sim.world.at(vendor).product != id) return;
    const auto missing = static_cast<RuleMask>(rules & model.bound & ~given_to(sim.world, id, rules));
    const RuleMask refused = with_duty(sim.filing_rules_of(bloc), missing, Duty::registration);
    each_rule(refused, [&](std::size_t r) { clearance_of(sim.world, id, r).lapsed = true; });
    if (refused != 0) take_out(sim, id);
    return;
  }
  const bool is_first = given_to(sim.world, id, all_rules(sim.filing_rules_of(bloc))) == 0;
  if (is_first && !model.unmodified) sim.world.at(bloc).registry.designs.add(model.design, model.paradigm);
  give_approval(sim.world, id, rules, decision.tacit);
  refresh_standing(sim, id);
  if (sim.world.at(vendor).product != id) return;
  each_rule(rules, [&](std::size_t r) { clearance_of(sim.world, id, r).expires.reset(); });
  if (model.status == ModelStatus::deployed) {
    place_offer(sim, vendor);
    reopen_base(sim, model);
  }
  return_to_market(sim, id);
  each_rule(rules, [&](std::size_t r) { start_validity(sim, id, r, end_of_new_term(sim, bloc, r)); });
}

}  // namespace poldyn
