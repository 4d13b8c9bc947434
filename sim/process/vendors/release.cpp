#include "sim/process/vendors/release.h"

#include <algorithm>
#include <bit>

#include "sim/process/approval/approvals.h"
#include "sim/process/approval/variants.h"
#include "sim/process/core/bookkeeping.h"
#include "sim/process/core/tallies.h"
#include "sim/process/designs/bases.h"
#include "sim/process/designs/leaks.h"
#include "sim/process/market/compute.h"
#include "sim/process/market/forks.h"
#include "sim/process/market/offers.h"
#include "sim/process/service/learning.h"
#include "sim/process/vendors/projects.h"

namespace poldyn {
namespace {

/// Why a release goes the way it goes.
enum class Way { deploy, notify, file };

Way way_of(const Simulation& sim, const Model& model) {
  const Vendor& vendor = sim.world.at(model.vendor);
  const RegistrationRule& rule = sim.rules_of(vendor.bloc).registration;
  if (!needs_approval(sim, model)) return Way::deploy;
  if (!sim.rules.mechanisms.material_change || !vendor.product) return Way::file;
  const Model& product = sim.world.at(vendor.product);
  if (!product.approved) return Way::file;
  if (model.paradigm != product.approved_paradigm) return Way::file;
  const int changed = std::popcount(model.design ^ product.approved_design);
  return is_material(rule, changed, model.mean_q - product.approved_q) ? Way::file : Way::notify;
}

/// An update of an approved model takes the track for changes; an application of an approved base takes the light one.
Track track_of(const Simulation& sim, const Model& model) {
  const Vendor& vendor = sim.world.at(model.vendor);
  const RegistrationRule& rule = sim.rules_of(vendor.bloc).registration;
  if (model.unmodified && model.base_approved && rule.light_track) return Track::light;
  if (vendor.product && sim.world.at(vendor.product).approved) return rule.change_track;
  return Track::full;
}

/// Earliest time at which the vendor wants to file its candidate: it does not file faster than it expects decisions to
/// come on the track that the candidate will take.
SimTime wants_to_file(const Simulation& sim, const Vendor& vendor) {
  const RegistrationRule& rule = sim.rules_of(vendor.bloc).registration;
  const Track track = track_of(sim, sim.world.at(vendor.candidate));
  const double expected = expected_review(sim.world.at(vendor.bloc), track);
  if (!sim.rules.mechanisms.bundling || !vendor.last_filed) return SimTime{};
  return later(*vendor.last_filed, rule.bundling * expected);
}

void file_release(Simulation& sim, ModelId id) {
  Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  model.status = ModelStatus::filed;
  model.delay.charge(Cause::bundling, sim.now());
  const Track track = track_of(sim, model);
  Filing filing;
  filing.vendor = model.vendor;
  filing.model = id;
  filing.model_generation = model.generation;
  filing.bloc = vendor.bloc;
  filing.region = vendor.region;
  filing.track = track;
  filing.purpose = FilingPurpose::release;
  filing.priority = vendor.affiliated ? 0 : 1;
  filing.key = vendor.key;
  filing.ordinal = model.project;
  filing.safety = model.robustness;
  filing.delay = model.delay;
  ++vendor.pending;
  vendor.last_filed = sim.now();
  vendor.committed_q = std::max(vendor.committed_q, model.mean_q);
  ++sim.world.at(vendor.bloc).tally.filed[static_cast<std::size_t>(track)];
  if (const auto decided = file(sim, filing)) follow_release(sim, *decided);
}

/// A model that never gets to the market; that was certain at `since`.
void give_up(Simulation& sim, ModelId id, ProjectEnd end, SimTime since) {
  count_project_end(sim.world, project_of(sim.world, sim.world.at(id)), end, since);
  sim.world.models.release(id);
}

/// The model is the vendor's candidate from now on; one that was goes into it.
void hold_candidate(Simulation& sim, ModelId id) {
  Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  if (vendor.candidate) {
    model.bundled = static_cast<std::uint16_t>(sim.world.at(vendor.candidate).bundled + 1);
    ++sim.world.at(vendor.bloc).tally.bundled;
    give_up(sim, vendor.candidate, ProjectEnd::replaced, sim.now());
  }
  vendor.candidate = id;
}

/// After a refusal: what is deployed or will be, and what is still under review.
double best_committed(const World& world, const Vendor& vendor) {
  double best = vendor.settled_q;
  for (FilingId id = vendor.filings; id; id = world.at(id).next_of_vendor)
    if (world.at(id).purpose == FilingPurpose::release) best = std::max(best, world.at(world.at(id).model).mean_q);
  return best;
}

/// A model deployed out of turn, after a better one of the same vendor, has no use.
bool is_overtaken(const Simulation& sim, const Vendor& vendor, const Model& model) {
  if (!vendor.product) return false;
  const Model& product = sim.world.at(vendor.product);
  return product.status == ModelStatus::deployed && product.mean_q > model.mean_q;
}

void count_release(Bloc& bloc, const Vendor& vendor, const Model& model, SimTime now) {
  BlocTally& tally = bloc.tally;
  ++tally.releases;
  tally.open_releases += model.open;
  tally.adoptions += model.adopted;
  tally.foreign_adoptions += model.foreign_base;
  for (std::size_t c = 0; c < causes; ++c) tally.delay[c] += model.delay.parts[c];
  const std::uint8_t stratum = stratum_of(vendor.cls, vendor.public_facing);
  ++tally.releases_of[stratum];
  tally.delay_of[stratum] += now - model.delay.start;
  for (const Cause cause : causes_of_review) tally.review_of[stratum] += model.delay.of(cause);
  if (vendor.releases > 0) {
    tally.interval += now - vendor.last_release;
    ++tally.intervals;
    if (vendor.cls == VendorClass::frontier) {
      tally.flagship_interval += now - vendor.last_release;
      ++tally.flagship_intervals;
    }
  }
}

/// Open weights or not, once per model: drawn from (release, vendor, project).
bool draws_open(const Simulation& sim, const Vendor& vendor, std::uint32_t project) {
  if (!sim.rules.mechanisms.openness) return false;
  const double p = sim.class_of(vendor).open_release * sim.rules_of(vendor.bloc).openness.release_factor;
  if (p <= 0) return false;
  return sim.draw(Purpose::release, vendor, project).uniform() < p;
}

/// Puts a model into service at `when`.
void schedule_deployment(Simulation& sim, ModelId id, SimTime when) {
  Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  vendor.settled_q = std::max(vendor.settled_q, model.mean_q);
  when = fit_to_home(sim, model, when);
  sim.schedule(when, phase::deploys, EventKind::deployed, id.value, sim.world.at(id).generation);
}

/// What is not filed goes into service now, or after its notice.
void release_unfiled(Simulation& sim, ModelId id, Way way) {
  Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  vendor.committed_q = std::max(vendor.committed_q, model.mean_q);
  SimTime when = sim.now();
  if (way == Way::notify) {
    inherit_approval(model, sim.world.at(vendor.product));
    ++sim.world.at(vendor.bloc).tally.notified;
    when = later(when, sim.rules_of(vendor.bloc).registration.notification.count());
  }
  schedule_deployment(sim, id, when);
}

void follow_approval(Simulation& sim, const Decision& decision) {
  const Filing& filing = decision.filing;
  const ModelId id = filing.model;
  Model& model = sim.world.at(id);
  const Registered made{model.design, model.paradigm};
  const bool trained = !model.unmodified;
  if (trained) sim.world.at(filing.bloc).registry.designs.add(made.design, made.paradigm);
  model.delay = filing.delay;
  reward_approval(sim, filing.vendor, filing.track);
  model.approved = true;
  give_approval(sim.world, model, decision.tacit);
  schedule_deployment(sim, id, sim.now());
  --sim.world.at(filing.vendor).pending;
  try_file_candidate(sim, filing.vendor);
  if (trained) consider_variants(sim, filing, made);
}

void follow_refusal(Simulation& sim, ModelId id, ProjectEnd end) {
  const VendorId vendor_id = sim.world.at(id).vendor;
  give_up(sim, id, end, sim.now());
  Vendor& vendor = sim.world.at(vendor_id);
  --vendor.pending;
  vendor.committed_q = best_committed(sim.world, vendor);
  try_file_candidate(sim, vendor_id);
  resume_work(sim, vendor_id);
}

/// It goes the way of any release that replaces a suspended product. What is worse than a later release is not filed.
void file_after_notice(Simulation& sim, ModelId id) {
  Model& update = sim.world.at(id);
  Vendor& vendor = sim.world.at(update.vendor);
  update.delay.charge(Cause::window, sim.now());
  const bool overtaken =
      vendor.committed_q > update.mean_q || (vendor.candidate && sim.world.at(vendor.candidate).mean_q > update.mean_q);
  if (!overtaken) {
    vendor.settled_q = sim.world.at(vendor.product).mean_q;  // it is not about to be deployed any more
    hold_candidate(sim, id);
    return try_file_candidate(sim, update.vendor);
  }
  const VendorId vendor_id = update.vendor;
  give_up(sim, id, ProjectEnd::replaced, sim.now());
  resume_work(sim, vendor_id);
}

}  // namespace

void bring_to_market(Simulation& sim, const Model& model) {
  const ModelId id = sim.world.models.make();
  const std::uint32_t generation = sim.world.at(id).generation;
  sim.world.at(id) = model;
  sim.world.at(id).generation = generation;
  sim.world.at(id).status = ModelStatus::candidate;
  sim.world.at(id).must_file = needs_approval(sim, model);
  const Way way = way_of(sim, model);
  if (way == Way::file) {
    hold_candidate(sim, id);
    try_file_candidate(sim, model.vendor);
  } else {
    release_unfiled(sim, id, way);
  }
}

void reconsider_candidate(Simulation& sim, VendorId id) {
  Vendor& vendor = sim.world.at(id);
  if (!vendor.candidate) return;
  const ModelId candidate = vendor.candidate;
  const Way way = way_of(sim, sim.world.at(candidate));
  if (way == Way::file) return try_file_candidate(sim, id);
  vendor.candidate = ModelId{};
  sim.world.at(candidate).delay.charge(Cause::bundling, sim.now());
  release_unfiled(sim, candidate, way);
}

void require_filing(Simulation& sim, ModelId id) {
  Model& model = sim.world.at(id);
  const RegistrationRule& rule = sim.rules_of(sim.world.at(model.vendor).bloc).registration;
  const SimTime ends = later(sim.now(), rule.transition.count());
  model.expires = ends;
  sim.schedule(ends, phase::ends, EventKind::approval_expires, id.value, model.generation);
  if (const auto decided = file_in_service(sim, id, FilingPurpose::transition, track_of(sim, model)))
    follow_transition(sim, *decided);
}

void try_file_candidate(Simulation& sim, VendorId id) {
  Vendor& vendor = sim.world.at(id);
  if (!vendor.candidate || vendor.pending >= sim.rules_of(vendor.bloc).registration.pending_limit) return;
  ++vendor.candidate_generation;
  // The wait that vendors expect moves with every decision, so it is asked for again when it is over.
  if (const SimTime due = wants_to_file(sim, vendor); due > sim.now())
    return sim.schedule(due, phase::arrives, EventKind::hold_ends, id.value, vendor.candidate_generation);
  const ModelId candidate = vendor.candidate;
  vendor.candidate = ModelId{};
  file_release(sim, candidate);
}

void end_hold(Simulation& sim, VendorId id, std::uint32_t generation) {
  const Vendor& vendor = sim.world.at(id);
  if (vendor.active && vendor.candidate_generation == generation) try_file_candidate(sim, id);
}

void deploy(Simulation& sim, ModelId id, std::uint32_t generation) {
  if (sim.world.at(id).generation != generation) return;
  if (is_void_notice(sim.world, sim.world.at(id)) ||
      (is_stale_notice(sim.world, sim.world.at(id)) && way_of(sim, sim.world.at(id)) == Way::file)) {
    take_back_approval(sim.world.at(id));
    if (needs_approval(sim, sim.world.at(id))) return file_after_notice(sim, id);
  }
  Model& model = sim.world.at(id);
  const VendorId vendor_id = model.vendor;
  Vendor& vendor = sim.world.at(vendor_id);
  Bloc& bloc = sim.world.at(vendor.bloc);
  if (!vendor.active || is_overtaken(sim, vendor, model)) {
    if (vendor.active)
      give_up(sim, id, ProjectEnd::replaced, sim.now());
    else
      give_up(sim, id, ProjectEnd::vendor_left, vendor.left);
    resume_work(sim, vendor_id);
    return;
  }
  const bool first_time = model.status == ModelStatus::candidate || model.status == ModelStatus::filed;
  if (first_time) {
    if (vendor.product) soften(sim, vendor_id, untested_gain(sim, vendor, sim.world.at(vendor.product), model));
    model.delay.charge(Cause::window, sim.now());  // the wait after a notification
    model.released = sim.now();
    model.open = draws_open(sim, vendor, model.project);
    count_interval_end(sim.world, vendor, IntervalEnd::next_release, sim.now());
    count_release(bloc, vendor, model, sim.now());
    count_project_end(sim.world, project_of(sim.world, model), ProjectEnd::deployed, sim.now());
    credit_release(bloc, vendor, model);
    ++vendor.releases;
    vendor.last_release = sim.now();
  }
  if (vendor.product) {
    take_over_approval(sim.world, id, vendor.product);
    sim.world.models.release(vendor.product);  // the update takes over its users
  }
  model.status = ModelStatus::deployed;
  vendor.product = id;
  place_offer(sim, vendor_id);
  if (first_time) publish(sim, model);
  if (first_time) schedule_leak(sim, id);
  if (model.approved && first_time)
    start_validity(sim, id, model.expires ? model.expires : end_of_new_term(sim, vendor));
  plan_regions(sim, vendor_id);
  resume_work(sim, vendor_id);
}

void follow_release(Simulation& sim, const Decision& decision) {
  if (!decision.filing.model) return;
  if (decision.approved())
    follow_approval(sim, decision);
  else
    follow_refusal(sim, decision.filing.model,
                   decision.end == FilingEnd::withdrawn ? ProjectEnd::withdrawn : ProjectEnd::refused);
}

void discard_candidate(Simulation& sim, VendorId id) {
  Vendor& vendor = sim.world.at(id);
  if (vendor.candidate) give_up(sim, vendor.candidate, ProjectEnd::vendor_left, sim.now());
  vendor.candidate = ModelId{};
}

void retire_product(Simulation& sim, VendorId id) {
  Vendor& vendor = sim.world.at(id);
  if (!vendor.product) return;
  remove_offer(sim.world, id);
  sim.world.models.release(vendor.product);
  vendor.product = ModelId{};
}

}  // namespace poldyn
