#include "sim/process/approval/approvals.h"

#include <algorithm>

#include "sim/process/designs/bases.h"
#include "sim/process/market/offers.h"
#include "sim/process/service/incident_clock.h"

namespace poldyn {
namespace {

/// The filing that renews the approval of a model, if one is under way.
FilingId renewal_under_way(const World& world, ModelId model) {
  for (FilingId id = world.at(world.at(model).vendor).filings; id; id = world.at(id).next_of_vendor) {
    const Filing& filing = world.at(id);
    if (filing.purpose == FilingPurpose::renewal && filing.model == model &&
        filing.model_generation == world.at(model).generation)
      return id;
  }
  return {};
}

/// A suspended product's approval counts again later. One that runs out at this very moment is renewed as late as can
/// be: what ends comes before what arrives, so it has lapsed already.
bool is_to_be_renewed(const Model& model, SimTime now) {
  if (model.status == ModelStatus::suspended) return true;
  if (model.status == ModelStatus::lapsed) return model.expires == now;
  return model.status == ModelStatus::deployed && model.approved;
}

/// A renewal that is under way renews the approval, and so whatever stands on it.
void pass_on_renewal(World& world, ModelId from, ModelId to) {
  const FilingId id = renewal_under_way(world, from);
  if (!id) return;
  world.at(id).model = to;
  world.at(id).model_generation = world.at(to).generation;
}

/// When the notice was given; if the update must be fitted to its home, what is to come is charged already.
SimTime notice_since(const Model& update) {
  return update.delay.mark - update.delay.of(Cause::window) - update.delay.of(Cause::fork);
}

}  // namespace

bool needs_approval(const Simulation& sim, const Model& model) {
  const Vendor& vendor = sim.world.at(model.vendor);
  return sim.rules.mechanisms.approval &&
         must_file(sim.rules_of(vendor.bloc).registration, vendor.public_facing, model.compute_oom);
}

void give_approval(World& world, Model& model, bool tacit) {
  model.tacit = tacit;
  model.approved_design = model.design;
  model.approved_paradigm = model.paradigm;
  model.approved_q = model.mean_q;
  model.approval = ++world.at(model.vendor).approvals;
}

void inherit_approval(Model& update, const Model& product) {
  update.approved = true;
  update.tacit = product.tacit;
  update.approved_design = product.approved_design;
  update.approved_paradigm = product.approved_paradigm;
  update.approved_q = product.approved_q;
  update.approval = product.approval;
  update.expires = product.expires;
}

void take_over_approval(World& world, ModelId update, ModelId product) {
  const Model& before = world.at(product);
  Model& after = world.at(update);
  if (is_stale_notice(world, after)) inherit_approval(after, before);
  if (!after.approved || after.approval != before.approval) return;
  after.expires = before.expires;
  after.tacit = before.tacit;
  pass_on_renewal(world, product, update);
}

bool is_void_notice(const World& world, const Model& update) {
  const Vendor& vendor = world.at(update.vendor);
  if (!vendor.active || !vendor.product || update.status != ModelStatus::candidate || !update.approved) return false;
  const Model& product = world.at(vendor.product);
  return product.status == ModelStatus::suspended && product.approval == update.approval;
}

bool is_stale_notice(const World& world, const Model& update) {
  // What was filed itself is no candidate any more.
  if (update.status != ModelStatus::candidate || !update.approved) return false;
  const Vendor& vendor = world.at(update.vendor);
  if (!vendor.active || !vendor.product) return false;
  const Model& product = world.at(vendor.product);
  const bool of_that_product = product.released <= notice_since(update);
  return of_that_product && product.status == ModelStatus::deployed && product.approved &&
         product.approval != update.approval;
}

void take_back_approval(Model& update) {
  update.approved = update.tacit = false;
  update.approval.reset();
  update.expires.reset();
}

void start_validity(Simulation& sim, ModelId id, std::optional<SimTime> ends) {
  Model& model = sim.world.at(id);
  const RegistrationRule& rule = sim.rules_of(sim.world.at(model.vendor).bloc).registration;
  if (!sim.rules.mechanisms.renewal) return;
  model.expires.reset();
  if (!ends) return;
  const SimTime expires = std::max(*ends, sim.now());
  model.expires = expires;
  const SimTime due = expires - std::min(to_ticks(rule.renewal_lead), expires - sim.now());
  sim.schedule(due, phase::arrives, EventKind::renewal_due, id.value, model.generation);
  sim.schedule(expires, phase::ends, EventKind::approval_expires, id.value, model.generation);
}

std::optional<SimTime> end_of_new_term(const Simulation& sim, const Vendor& vendor) {
  const Days validity = sim.rules_of(vendor.bloc).registration.validity;
  if (validity <= Days{0}) return std::nullopt;
  return later(sim.now(), validity.count());
}

std::optional<Decision> file_in_service(Simulation& sim, ModelId id, FilingPurpose purpose, Track track) {
  const Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  Filing filing;
  filing.vendor = model.vendor;
  filing.model = id;
  filing.model_generation = model.generation;
  filing.bloc = vendor.bloc;
  filing.region = vendor.region;
  filing.track = track;
  filing.purpose = purpose;
  filing.priority = vendor.affiliated ? 0 : 1;
  filing.key = vendor.key;
  // Renewals count down from the top, projects up from 1: the two never meet in one stream.
  filing.ordinal = ~vendor.renewals++;
  filing.safety = model.robustness;
  filing.delay = Delay::from(sim.now());
  return file(sim, filing);
}

void file_renewal(Simulation& sim, ModelId id, std::uint32_t generation) {
  const Model& model = sim.world.at(id);
  if (model.generation != generation || !is_to_be_renewed(model, sim.now())) return;
  if (!needs_approval(sim, model) || renewal_under_way(sim.world, id)) return;
  const BlocId bloc = sim.world.at(model.vendor).bloc;
  const Track track = sim.rules_of(bloc).registration.renewal_track;
  if (const auto decided = file_in_service(sim, id, FilingPurpose::renewal, track)) follow_renewal(sim, *decided);
}

void expire(Simulation& sim, ModelId id, std::uint32_t generation) {
  Model& model = sim.world.at(id);
  if (model.generation != generation || model.status != ModelStatus::deployed || model.expires != sim.now()) return;
  Bloc& bloc = sim.world.at(sim.world.at(model.vendor).bloc);
  model.approved = false;
  if (!needs_approval(sim, model)) {  // since the rules have changed: it stays in service without
    model.expires.reset();
    bloc.market.approved[sim.world.at(model.vendor).offer.value] = 0;
    unmark_base(bloc, model.vendor, sim.now());
    return;
  }
  model.status = ModelStatus::lapsed;
  ++bloc.tally.expired;
  stop_incident_clock(sim, model.vendor);
  close_base(sim, model.vendor);
  remove_offer(sim.world, model.vendor);
}

void follow_renewal(Simulation& sim, const Decision& decision) {
  const ModelId id = decision.filing.model;
  if (!decision.approved() || !id) return;
  Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  if (vendor.product != id) return;
  ++sim.world.at(vendor.bloc).tally.renewed;
  model.tacit = decision.tacit;
  model.approved = model.status != ModelStatus::suspended;  // then it counts once the suspension is over
  if (model.status == ModelStatus::lapsed) {
    model.status = ModelStatus::deployed;
    place_offer(sim, model.vendor);
    reopen_base(sim, model);
  }
  start_validity(sim, id, end_of_new_term(sim, vendor));
}

void follow_transition(Simulation& sim, const Decision& decision) {
  const ModelId id = decision.filing.model;
  if (!decision.approved() || !id) return;
  Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  if (!model.unmodified) sim.world.at(vendor.bloc).registry.designs.add(model.design, model.paradigm);
  give_approval(sim.world, model, decision.tacit);
  if (vendor.product != id) return;
  model.approved = true;
  model.expires.reset();
  model.status = ModelStatus::deployed;
  place_offer(sim, model.vendor);
  reopen_base(sim, model);
  start_validity(sim, id, end_of_new_term(sim, vendor));
}

}  // namespace poldyn
