#include "sim/process/suspension.h"

#include "sim/engine/sample.h"
#include "sim/process/bases.h"
#include "sim/process/directives.h"
#include "sim/process/handlers.h"
#include "sim/process/incidents.h"
#include "sim/process/offers.h"
#include "sim/process/renewal.h"
#include "sim/process/review.h"

namespace poldyn {
namespace {

bool needs_approval(const Simulation& sim, const Vendor& vendor, const Model& model) {
  const BlocRules& rules = sim.rules_of(vendor.bloc);
  return rules.tolerance.reapproval && sim.rules.mechanisms.approval &&
         must_file(rules.registration, vendor.public_facing, model.compute_oom);
}

void file_reapproval(Simulation& sim, ModelId id) {
  const Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  Filing filing;
  filing.vendor = model.vendor;
  filing.model = id;
  filing.model_generation = model.generation;
  filing.bloc = vendor.bloc;
  filing.region = vendor.region;
  filing.track = sim.rules_of(vendor.bloc).tolerance.reapproval_track;
  filing.purpose = FilingPurpose::reapproval;
  filing.priority = vendor.affiliated ? 0 : 1;
  filing.key = vendor.key;
  filing.ordinal = ~vendor.renewals++;  // counted with renewals: neither meets the other in one stream
  filing.safety = model.robustness;
  filing.delay = Delay::from(sim.now());
  file(sim, filing);
}

/// Back on the market, if its approval has not run out meanwhile; then only a renewal or a successor helps.
void reinstate(Simulation& sim, ModelId id) {
  Model& model = sim.world.at(id);
  Bloc& bloc = sim.world.at(sim.world.at(model.vendor).bloc);
  const bool expired = sim.rules.mechanisms.renewal && model.expires != SimTime{} && model.expires <= sim.now();
  if (model.approval > 0 && expired) {
    model.status = ModelStatus::lapsed;
    ++bloc.tally.expired;
    return;
  }
  model.status = ModelStatus::deployed;
  model.approved = model.approval > 0;
  ++bloc.tally.reinstated;
  place_offer(sim, model.vendor);
  reopen_base(sim, model);
}

}  // namespace

void suspend(Simulation& sim, VendorId id, Stream& stream) {
  Vendor& vendor = sim.world.at(id);
  Bloc& bloc = sim.world.at(vendor.bloc);
  Model& model = sim.world.at(vendor.product);
  stop_clock(sim, id);
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
  mend(sim, id);
  comply_with_all(sim, model.vendor);
  needs_approval(sim, sim.world.at(model.vendor), model) ? file_reapproval(sim, id) : reinstate(sim, id);
}

void reapproved(Simulation& sim, ModelId id) {
  Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  if (vendor.product != id || model.status != ModelStatus::suspended) return;
  model.approval = ++vendor.approvals;
  model.approved_design = model.design;
  model.approved_q = model.mean_q;
  model.expires = SimTime{};
  reinstate(sim, id);
  start_validity(sim, id, end_of_new_term(sim, vendor));
}

}  // namespace poldyn
