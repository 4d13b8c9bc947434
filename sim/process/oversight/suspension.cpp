#include "sim/process/oversight/suspension.h"

#include "sim/engine/sample.h"
#include "sim/process/approval/approvals.h"
#include "sim/process/approval/clearances.h"
#include "sim/process/core/binding.h"
#include "sim/process/designs/bases.h"
#include "sim/process/market/offers.h"
#include "sim/process/service/directives.h"
#include "sim/process/service/incident_clock.h"

namespace poldyn {
namespace {

/// Approvals that have run out while the product was suspended, and refusals of what had to be filed; whether any rule
/// that binds it misses one.
bool let_lapse(Simulation& sim, ModelId id) {
  const RuleMask bound = binding(sim, sim.world.at(id));
  each_rule(bound, [&](std::size_t r) {
    Clearance& clearance = clearance_of(sim.world, id, r);
    if (!clearance.expires || *clearance.expires > sim.now()) return;
    clearance.given = false;
    clearance.lapsed = true;
  });
  return lapsed_for(sim.world, id, bound) != 0;
}

/// Back on the market, if its approval has not run out meanwhile; then only a renewal or a successor helps.
void reinstate(Simulation& sim, ModelId id) {
  Model& model = sim.world.at(id);
  Bloc& bloc = sim.world.at(sim.world.at(model.vendor).bloc);
  if (let_lapse(sim, id)) {
    model.status = ModelStatus::lapsed;
    refresh_standing(sim, id);
    ++bloc.tally.expired;
    return;
  }
  model.status = ModelStatus::deployed;
  refresh_standing(sim, id);
  ++bloc.tally.reinstated;
  place_offer(sim, model.vendor);
  reopen_base(sim, model);
}

void file_for_reapproval(Simulation& sim, ModelId id, RuleMask rules, Track track) {
  const auto decided = file_in_service(sim, id, FilingPurpose::reapproval, rules, TrackList(track));
  if (decided) follow_reapproval(sim, *decided);
}

}  // namespace

void suspend(Simulation& sim, VendorId id, Stream& stream) {
  Vendor& vendor = sim.world.at(id);
  Bloc& bloc = sim.world.at(vendor.bloc);
  Model& model = sim.world.at(vendor.product);
  stop_incident_clock(sim, id);
  model.status = ModelStatus::suspended;
  refresh_standing(sim, vendor.product);
  ++bloc.tally.suspensions;
  close_base(sim, id);
  remove_offer(sim.world, id);
  sim.schedule(later(sim.now(), sample(sim.rules_of(vendor.bloc).tolerance.suspension, stream)), phase::deploys,
               EventKind::suspension_ends, vendor.product.value, model.generation);
}

void end_suspension(Simulation& sim, ModelId id, std::uint32_t generation) {
  const Model& model = sim.world.at(id);
  if (model.generation != generation || model.status != ModelStatus::suspended) return;
  mend_weakness(sim, id);
  comply_with_all(sim, model.vendor);
  const BlocRules& rules = sim.rules_of(sim.world.at(model.vendor).bloc);
  const ToleranceRule& rule = rules.tolerance;
  const RuleMask asked =
      with_duty(sim.filing_rules_of(sim.world.at(model.vendor).bloc), binding(sim, model), Duty::approval);
  if (rule.reapproval && asked != 0)
    file_for_reapproval(sim, id, asked, track_named(rules, rule.reapproval_track));
  else
    reinstate(sim, id);
}

void follow_reapproval(Simulation& sim, const Decision& decision) {
  const ModelId id = decision.filing.model;
  if (!decision.approved() || !id) return;
  Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  if (vendor.product != id || model.status != ModelStatus::suspended) return;
  const RuleMask rules = decision.filing.rules;
  give_approval(sim.world, id, rules, decision.tacit);
  each_rule(rules, [&](std::size_t r) { clearance_of(sim.world, id, r).expires.reset(); });
  const BlocId bloc = vendor.bloc;
  reinstate(sim, id);
  each_rule(rules, [&](std::size_t r) { start_validity(sim, id, r, end_of_new_term(sim, bloc, r)); });
}

}  // namespace poldyn
