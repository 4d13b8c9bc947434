#include "sim/process/approval/clearances.h"

#include "sim/process/core/binding.h"

namespace poldyn {
namespace {

RuleMask rules_about(const Simulation& sim, ModelId model) {
  return all_rules(sim.filing_rules_of(sim.world.at(sim.world.at(model).vendor).bloc));
}

/// Calls act(r) for each rule under which the update stands on a notice.
template <class Act>
void each_notice(const Simulation& sim, ModelId update, Act&& act) {
  each_rule(rules_about(sim, update), [&](std::size_t r) {
    const Clearance& clearance = clearance_of(sim.world, update, r);
    if (clearance.given && clearance.inherited) act(r);
  });
}

bool is_on_its_way(const Model& model) {
  return model.status == ModelStatus::candidate || model.status == ModelStatus::filed;
}

/// When the notice was given; if the update must be fitted to its home, what is to come is charged already.
SimTime notice_since(const Model& update) {
  return update.delay.mark - update.delay.of(Cause::window) - update.delay.of(Cause::fork);
}

/// Calls act(filing) for each filing under way of the model in service.
template <class WorldType, class Act>
void each_in_service(WorldType& world, ModelId model, Act&& act) {
  for (FilingId id = world.at(world.at(model).vendor).filings; id; id = world.at(id).next_of_vendor) {
    auto& filing = world.at(id);
    if (filing.model == model && filing.model_generation == world.at(model).generation) act(filing);
  }
}

/// Renewals that are under way renew the approvals, and so whatever stands on them.
void pass_on_renewals(World& world, ModelId from, ModelId to, RuleMask rules) {
  each_in_service(world, from, [&](Filing& filing) {
    if (filing.purpose != FilingPurpose::renewal || (filing.rules & rules) == 0) return;
    filing.rules &= rules;
    filing.model = to;
    filing.model_generation = world.at(to).generation;
  });
}

}  // namespace

Clearance& clearance_of(World& world, ModelId model, std::size_t rule) {
  if (rule == 0) return world.at(model).first;
  return world.further_clearances[model.value * world.further_rules + rule - 1];
}

const Clearance& clearance_of(const World& world, ModelId model, std::size_t rule) {
  if (rule == 0) return world.at(model).first;
  return world.further_clearances[model.value * world.further_rules + rule - 1];
}

void clear_clearances(World& world, ModelId model) {
  world.at(model).first = {};
  if (world.further_rules == 0) return;
  world.further_clearances.resize(world.models.capacity() * world.further_rules);
  for (std::size_t r = 1; r <= world.further_rules; ++r) clearance_of(world, model, r) = {};
}

RuleMask given_to(const World& world, ModelId model, RuleMask rules) {
  RuleMask made = 0;
  each_rule(rules, [&](std::size_t r) {
    if (clearance_of(world, model, r).given) made |= mask_of(r);
  });
  return made;
}

RuleMask lapsed_for(const World& world, ModelId model, RuleMask rules) {
  RuleMask made = 0;
  each_rule(rules, [&](std::size_t r) {
    if (clearance_of(world, model, r).lapsed) made |= mask_of(r);
  });
  return made;
}

void refresh_standing(Simulation& sim, ModelId id) {
  Model& model = sim.world.at(id);
  const Vendor& vendor = sim.world.at(model.vendor);
  model.bound = binding(sim, model);
  const RuleMask asked = with_duty(sim.filing_rules_of(vendor.bloc), model.bound, Duty::approval);
  const RuleMask given = given_to(sim.world, id, rules_about(sim, id));
  const bool stands = asked != 0 ? (given & asked) == asked : given != 0;
  model.approved = stands && model.status != ModelStatus::suspended && model.status != ModelStatus::lapsed;
  model.tacit = false;
  each_rule(given, [&](std::size_t r) { model.tacit |= clearance_of(sim.world, id, r).tacit; });
}

void give_approval(World& world, ModelId id, RuleMask rules, bool tacit) {
  const Model& model = world.at(id);
  const std::uint32_t ordinal = ++world.at(model.vendor).approvals;
  each_rule(rules, [&](std::size_t r) {
    Clearance& clearance = clearance_of(world, id, r);
    clearance.given = true;
    clearance.tacit = tacit;
    clearance.inherited = clearance.lapsed = false;
    clearance.design = model.design;
    clearance.paradigm = model.paradigm;
    clearance.q = model.mean_q;
    clearance.approval = ordinal;
  });
}

void inherit_approval(World& world, ModelId update, ModelId product, RuleMask rules) {
  each_rule(rules, [&](std::size_t r) {
    Clearance& clearance = clearance_of(world, update, r);
    clearance = clearance_of(world, product, r);
    clearance.inherited = true;
  });
}

void take_over_approval(Simulation& sim, ModelId update, ModelId product) {
  inherit_approval(sim.world, update, product, stale_notices(sim, update));
  RuleMask kept = 0;
  each_rule(rules_about(sim, update), [&](std::size_t r) {
    Clearance& after = clearance_of(sim.world, update, r);
    const Clearance& before = clearance_of(sim.world, product, r);
    if (!after.given || after.approval != before.approval) return;
    after.expires = before.expires;
    after.tacit = before.tacit;
    kept |= mask_of(r);
  });
  if (kept != 0) pass_on_renewals(sim.world, product, update, kept);
  refresh_standing(sim, update);
}

RuleMask void_notices(const Simulation& sim, ModelId id) {
  const Model& update = sim.world.at(id);
  const Vendor& vendor = sim.world.at(update.vendor);
  if (!vendor.active || !vendor.product || !is_on_its_way(update)) return 0;
  if (sim.world.at(vendor.product).status != ModelStatus::suspended) return 0;
  RuleMask made = 0;
  each_notice(sim, id, [&](std::size_t r) {
    if (clearance_of(sim.world, vendor.product, r).approval == clearance_of(sim.world, id, r).approval)
      made |= mask_of(r);
  });
  return made;
}

RuleMask stale_notices(const Simulation& sim, ModelId id) {
  const Model& update = sim.world.at(id);
  if (!is_on_its_way(update)) return 0;
  const Vendor& vendor = sim.world.at(update.vendor);
  if (!vendor.active || !vendor.product) return 0;
  const Model& product = sim.world.at(vendor.product);
  // Of what was filed beside the notice it is not known when that was: after it was trained.
  const SimTime since = update.status == ModelStatus::filed ? update.trained : notice_since(update);
  if (product.status != ModelStatus::deployed || product.released > since) return 0;
  RuleMask made = 0;
  each_notice(sim, id, [&](std::size_t r) {
    const Clearance& now = clearance_of(sim.world, vendor.product, r);
    if (now.given && now.approval != clearance_of(sim.world, id, r).approval) made |= mask_of(r);
  });
  return made;
}

void take_back_approval(World& world, ModelId update, RuleMask rules) {
  each_rule(rules, [&](std::size_t r) { clearance_of(world, update, r) = {}; });
}

RuleMask renewals_under_way(const World& world, ModelId model) {
  RuleMask made = 0;
  each_in_service(world, model, [&](const Filing& filing) {
    if (filing.purpose == FilingPurpose::renewal) made |= filing.rules;
  });
  return made;
}

RuleMask filed_in_service(const World& world, ModelId model) {
  RuleMask made = 0;
  each_in_service(world, model, [&](const Filing& filing) { made |= filing.rules; });
  return made;
}

}  // namespace poldyn
