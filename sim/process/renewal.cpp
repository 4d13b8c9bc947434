#include "sim/process/renewal.h"

#include <algorithm>

#include "sim/process/bases.h"
#include "sim/process/handlers.h"
#include "sim/process/incidents.h"
#include "sim/process/notices.h"
#include "sim/process/offers.h"
#include "sim/process/release.h"
#include "sim/process/review.h"

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

}  // namespace

void start_validity(Simulation& sim, ModelId id, SimTime ends) {
  Model& model = sim.world.at(id);
  const RegistrationRule& rule = sim.rules_of(sim.world.at(model.vendor).bloc).registration;
  if (!sim.rules.mechanisms.renewal) return;
  model.expires = SimTime{};
  if (ends == SimTime{}) return;
  model.expires = std::max(ends, sim.now());
  const SimTime due = model.expires - std::min(to_ticks(rule.renewal_lead), model.expires - sim.now());
  sim.schedule(due, phase::arrives, EventKind::renewal_due, id.value, model.generation);
  sim.schedule(model.expires, phase::ends, EventKind::approval_expires, id.value, model.generation);
}

SimTime end_of_new_term(const Simulation& sim, const Vendor& vendor) {
  const Days validity = sim.rules_of(vendor.bloc).registration.validity;
  return validity > Days{0} ? later(sim.now(), validity.count()) : SimTime{};
}

void pass_on_renewal(World& world, ModelId from, ModelId to) {
  const FilingId id = renewal_under_way(world, from);
  if (!id) return;
  world.at(id).model = to;
  world.at(id).model_generation = world.at(to).generation;
}

void file_in_service(Simulation& sim, ModelId id, FilingPurpose purpose, Track track) {
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
  file(sim, filing);
}

void file_renewal(Simulation& sim, ModelId id, std::uint32_t generation) {
  const Model& model = sim.world.at(id);
  if (model.generation != generation || !is_to_be_renewed(model, sim.now())) return;
  if (!needs_approval(sim, model) || renewal_under_way(sim.world, id)) return;
  const BlocId bloc = sim.world.at(model.vendor).bloc;
  file_in_service(sim, id, FilingPurpose::renewal, sim.rules_of(bloc).registration.renewal_track);
}

void expire(Simulation& sim, ModelId id, std::uint32_t generation) {
  Model& model = sim.world.at(id);
  if (model.generation != generation || model.status != ModelStatus::deployed || model.expires != sim.now()) return;
  Bloc& bloc = sim.world.at(sim.world.at(model.vendor).bloc);
  model.approved = false;
  if (!needs_approval(sim, model)) {  // since the rules have changed: it stays in service without
    model.expires = SimTime{};
    bloc.market.approved[sim.world.at(model.vendor).offer.value] = 0;
    unmark_base(bloc, model.vendor, sim.now());
    return;
  }
  model.status = ModelStatus::lapsed;
  ++bloc.tally.expired;
  stop_clock(sim, model.vendor);
  close_base(sim, model.vendor);
  remove_offer(sim.world, model.vendor);
}

void renewal_approved(Simulation& sim, ModelId id) {
  Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  if (vendor.product != id) return;
  ++sim.world.at(vendor.bloc).tally.renewed;
  model.approved = model.status != ModelStatus::suspended;  // then it counts once the suspension is over
  if (model.status == ModelStatus::lapsed) {
    model.status = ModelStatus::deployed;
    place_offer(sim, model.vendor);
    reopen_base(sim, model);
  }
  start_validity(sim, id, end_of_new_term(sim, vendor));
}

void transition_approved(Simulation& sim, ModelId id) {
  Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  approve(sim.world, model);
  if (vendor.product != id) return;
  model.approved = true;
  model.expires = SimTime{};
  model.status = ModelStatus::deployed;
  place_offer(sim, model.vendor);
  reopen_base(sim, model);
  start_validity(sim, id, end_of_new_term(sim, vendor));
}

/// The model keeps what is left of its approval; then it lapses for good unless an update is approved.
void renewal_refused(Simulation&, ModelId) {}

}  // namespace poldyn
