#include "sim/process/oversight/suspension.h"

#include "sim/engine/sample.h"
#include "sim/process/approval/approvals.h"
#include "sim/process/designs/bases.h"
#include "sim/process/market/offers.h"
#include "sim/process/service/directives.h"
#include "sim/process/service/incident_clock.h"

namespace poldyn {
namespace {

/// Back on the market, if its approval has not run out meanwhile; then only a renewal or a successor helps.
void reinstate(Simulation& sim, ModelId id) {
  Model& model = sim.world.at(id);
  Bloc& bloc = sim.world.at(sim.world.at(model.vendor).bloc);
  const bool expired = sim.rules.mechanisms.renewal && model.expires && *model.expires <= sim.now();
  if (model.approval && expired) {
    model.status = ModelStatus::lapsed;
    ++bloc.tally.expired;
    return;
  }
  model.status = ModelStatus::deployed;
  model.approved = model.approval.has_value();
  ++bloc.tally.reinstated;
  place_offer(sim, model.vendor);
  reopen_base(sim, model);
}

void file_for_reapproval(Simulation& sim, ModelId id, Track track) {
  const auto decided = file_in_service(sim, id, FilingPurpose::reapproval, track);
  if (decided) follow_reapproval(sim, *decided);
}

}  // namespace

void suspend(Simulation& sim, VendorId id, Stream& stream) {
  Vendor& vendor = sim.world.at(id);
  Bloc& bloc = sim.world.at(vendor.bloc);
  Model& model = sim.world.at(vendor.product);
  stop_incident_clock(sim, id);
  model.status = ModelStatus::suspended;
  model.approved = false;  // or a small update, which needs only a notice, would bring it back
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
  const ToleranceRule& rule = sim.rules_of(sim.world.at(model.vendor).bloc).tolerance;
  if (rule.reapproval && needs_approval(sim, model))
    file_for_reapproval(sim, id, rule.reapproval_track);
  else
    reinstate(sim, id);
}

void follow_reapproval(Simulation& sim, const Decision& decision) {
  const ModelId id = decision.filing.model;
  if (!decision.approved() || !id) return;
  Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  if (vendor.product != id || model.status != ModelStatus::suspended) return;
  give_approval(sim.world, model, decision.tacit);
  model.expires.reset();
  reinstate(sim, id);
  start_validity(sim, id, end_of_new_term(sim, vendor));
}

}  // namespace poldyn
