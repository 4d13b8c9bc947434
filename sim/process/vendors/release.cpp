#include "sim/process/vendors/release.h"

#include <algorithm>

#include "sim/process/approval/approvals.h"
#include "sim/process/approval/clearances.h"
#include "sim/process/approval/variants.h"
#include "sim/process/core/binding.h"
#include "sim/process/core/bookkeeping.h"
#include "sim/process/core/tallies.h"
#include "sim/process/designs/bases.h"
#include "sim/process/designs/leaks.h"
#include "sim/process/market/compute.h"
#include "sim/process/market/forks.h"
#include "sim/process/market/offers.h"
#include "sim/process/market/scoring.h"
#include "sim/process/service/learning.h"
#include "sim/process/vendors/projects.h"
#include "sim/process/vendors/release_terms.h"
#include "sim/process/vendors/tuning.h"

namespace poldyn {
namespace {

/// Calls act(rules, tracks) for each filing that a model needs, one for each family of its rules, until act returns
/// false: then the model is gone.
template <class Act>
void each_filing(const Simulation& sim, ModelId id, RuleMask rules, Act&& act) {
  const RuleList& list = sim.filing_rules_of(sim.world.at(sim.world.at(id).vendor).bloc);
  while (rules != 0) {
    const RuleMask family = first_family(list, rules);
    if (!act(family, tracks_for(sim, sim.world.at(id), family, TrackFor::release))) return;
    rules = static_cast<RuleMask>(rules & ~family);
  }
}

/// Earliest time at which the vendor wants to file its candidate: it does not file faster than it expects decisions to
/// come, the slowest of those that the candidate will need.
SimTime wants_to_file(const Simulation& sim, const Vendor& vendor) {
  if (!sim.rules.mechanisms.bundling || !vendor.last_filed) return SimTime{};
  double expected = 0;
  each_filing(sim, vendor.candidate, terms_of_held(sim, vendor.candidate).file, [&](RuleMask, const TrackList& tracks) {
    expected = std::max(expected, expected_review(sim.world.at(vendor.bloc), tracks));
    return true;
  });
  return later(*vendor.last_filed, sim.rules_of(vendor.bloc).registration.bundling * expected);
}

void count_notices(Bloc& bloc, RuleMask rules) {
  each_rule(rules, [&](std::size_t r) { ++bloc.tally.rules[r].noticed; });
}

/// Of a small update of the product: its notice gives it the product's approval, of rules that it covers.
void notify(Simulation& sim, ModelId id, const ReleaseTerms& terms) {
  const Vendor& vendor = sim.world.at(sim.world.at(id).vendor);
  count_notices(sim.world.at(vendor.bloc), terms.inherit | terms.notice);
  if (terms.inherit == 0) return;
  inherit_approval(sim.world, id, vendor.product, terms.inherit);
  refresh_standing(sim, id);
}

void file_release(Simulation& sim, ModelId id, const ReleaseTerms& terms) {
  Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  const std::uint32_t generation = model.generation;
  model.status = ModelStatus::filed;
  model.delay.charge(Cause::bundling, sim.now());
  notify(sim, id, terms);
  ++vendor.pending;
  vendor.last_filed = sim.now();
  vendor.committed_q = std::max(vendor.committed_q, model.mean_q);
  each_filing(sim, id, terms.file, [&](RuleMask rules, const TrackList& tracks) {
    const Model& filed = sim.world.at(id);
    Filing filing = filing_of(sim, id, rules, tracks);
    filing.purpose = FilingPurpose::release;
    filing.ordinal = filed.project;
    filing.delay = filed.delay;
    ++sim.world.at(filing.bloc).tally.filed[static_cast<std::size_t>(filing.track)];
    if (const auto decided = file(sim, filing)) follow_release(sim, *decided);
    return sim.world.at(id).generation == generation;  // an office that is full refuses at once
  });
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
void release_unfiled(Simulation& sim, ModelId id, const ReleaseTerms& terms) {
  Model& model = sim.world.at(id);
  Vendor& vendor = sim.world.at(model.vendor);
  vendor.committed_q = std::max(vendor.committed_q, model.mean_q);
  SimTime when = sim.now();
  if (terms.is_notified()) {
    notify(sim, id, terms);
    ++sim.world.at(vendor.bloc).tally.notified;
    when = later(when, notice_days(sim, vendor.bloc, terms.inherit | terms.notice));
  }
  schedule_deployment(sim, id, when);
}

/// Of a candidate that was held to be filed, and need not be any more.
void deploy_unfiled(Simulation& sim, ModelId id, const ReleaseTerms& terms) {
  sim.world.at(id).delay.charge(Cause::bundling, sim.now());
  release_unfiled(sim, id, terms);
}

/// Whether a filing of the release is under way still.
bool is_under_review(const World& world, ModelId model) {
  for (FilingId id = world.at(world.at(model).vendor).filings; id; id = world.at(id).next_of_vendor)
    if (world.at(id).model == model && world.at(id).purpose == FilingPurpose::release) return true;
  return false;
}

/// When a release whose last filing is approved now may be deployed: its notices were given when it was filed.
SimTime end_of_notices(const Simulation& sim, const Filing& filing) {
  const RuleList& list = sim.filing_rules_of(filing.bloc);
  RuleMask notices = with_duty(list, binding(sim, sim.world.at(filing.model)), Duty::notice);
  for (std::size_t r = 0; r < list.rules.size(); ++r)
    if (clearance_of(sim.world, filing.model, r).inherited) notices |= mask_of(r);
  return notices == 0 ? sim.now() : std::max(sim.now(), later(filing.filed, notice_days(sim, filing.bloc, notices)));
}

void follow_approval(Simulation& sim, const Decision& decision) {
  const Filing& filing = decision.filing;
  const ModelId id = filing.model;
  give_approval(sim.world, id, filing.rules, decision.tacit);
  if (is_under_review(sim.world, id)) return;
  refresh_standing(sim, id);
  Model& model = sim.world.at(id);
  const Registered made{model.design, model.paradigm};
  const bool trained = !model.unmodified;
  if (trained) sim.world.at(filing.bloc).registry.designs.add(made.design, made.paradigm);
  model.delay = filing.delay;
  reward_approval(sim, filing.vendor, filing.track);
  schedule_deployment(sim, id, end_of_notices(sim, filing));
  --sim.world.at(filing.vendor).pending;
  try_file_candidate(sim, filing.vendor);
  if (trained) consider_variants(sim, filing, made);
}

void follow_refusal(Simulation& sim, ModelId id, ProjectEnd end) {
  const VendorId vendor_id = sim.world.at(id).vendor;
  withdraw_filings_of(sim, id, ~RuleMask{0});  // under other families; their fees are spent
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
    update.status = ModelStatus::candidate;
    vendor.settled_q = sim.world.at(vendor.product).mean_q;  // it is not about to be deployed any more
    hold_candidate(sim, id);
    return try_file_candidate(sim, update.vendor);
  }
  const VendorId vendor_id = update.vendor;
  give_up(sim, id, ProjectEnd::replaced, sim.now());
  resume_work(sim, vendor_id);
}

/// Rules whose notice the update has given in vain: the product is suspended, or was approved anew and the update is
/// no small one beside what was approved then.
RuleMask lost_notices(const Simulation& sim, ModelId id) {
  const RuleMask stale = stale_notices(sim, id);
  return static_cast<RuleMask>(void_notices(sim, id) | (stale != 0 ? stale & terms_of(sim, id).file : 0));
}

/// Open weights that no rule holds back are out as soon as there are any, whatever becomes of the release.
void publish_weights_early(Simulation& sim, ModelId id) {
  Model& model = sim.world.at(id);
  if (model.unmodified || !draws_open(sim, sim.world.at(model.vendor), model.project)) return;
  model.open = model.published = true;
  model.released = sim.now();
  publish_weights(sim, model);
}

/// Rules that came to bind a model on its way into service, as if it had been in service: of those that ask what is in
/// service to file.
RuleMask overtaken_by(const Simulation& sim, ModelId id) {
  const RuleList& list = sim.filing_rules_of(sim.world.at(sim.world.at(id).vendor).bloc);
  RuleMask made = 0;
  each_rule(with_duty(list, sim.world.at(id).bound, Duty::approval), [&](std::size_t r) {
    if (!clearance_of(sim.world, id, r).given && list.rules[r].rule.existing == Existing::must_file) made |= mask_of(r);
  });
  return made;
}

/// Rules of the bloc under which models file once they are deployed.
RuleMask registrations(const Simulation& sim, BlocId bloc) {
  const RuleList& list = sim.filing_rules_of(bloc);
  return with_duty(list, all_rules(list), Duty::registration);
}

/// Of a new product: the terms of its approvals begin, and what is due once it is deployed is filed.
void begin_terms(Simulation& sim, ModelId id) {
  const Model& model = sim.world.at(id);
  const BlocId bloc = sim.world.at(model.vendor).bloc;
  const std::size_t rules = sim.filing_rules_of(bloc).rules.size();
  for (std::size_t r = 0; r < rules; ++r)
    if (const Clearance& clearance = clearance_of(sim.world, id, r); clearance.given)
      start_validity(sim, id, r, clearance.expires ? clearance.expires : end_of_new_term(sim, bloc, r));
  if (const auto due = static_cast<RuleMask>(terms_of(sim, id).later | overtaken_by(sim, id)))
    require_filing(sim, id, due);
}

}  // namespace

void bring_to_market(Simulation& sim, const Model& model) {
  const ModelId id = sim.world.models.make();
  const std::uint32_t generation = sim.world.at(id).generation;
  sim.world.at(id) = model;
  sim.world.at(id).generation = generation;
  sim.world.at(id).status = ModelStatus::candidate;
  clear_clearances(sim.world, id);
  test_model(sim, id, tuning_of(sim, model));
  begin_grace(sim, model.vendor, subject_of(sim.world.at(model.vendor), model));
  refresh_standing(sim, id);
  sim.world.at(id).must_file = needs_approval(sim, model);
  const ReleaseTerms terms = terms_of(sim, id);
  if ((terms.is_filed() || terms.is_notified()) && !weights_wait(sim, sim.world.at(model.vendor).bloc, terms))
    publish_weights_early(sim, id);
  if (terms.is_filed()) {
    hold_candidate(sim, id);
    try_file_candidate(sim, model.vendor);
  } else {
    release_unfiled(sim, id, terms);
  }
}

void reconsider_candidate(Simulation& sim, VendorId id) {
  Vendor& vendor = sim.world.at(id);
  if (!vendor.candidate) return;
  const ModelId candidate = vendor.candidate;
  const ReleaseTerms terms = terms_of(sim, candidate);
  if (terms.is_filed()) return try_file_candidate(sim, id);
  vendor.candidate = ModelId{};
  deploy_unfiled(sim, candidate, terms);
}

void require_filing(Simulation& sim, ModelId id, RuleMask asked) {
  const auto rules = static_cast<RuleMask>(asked & ~filed_in_service(sim.world, id));
  const Model& model = sim.world.at(id);
  const RuleList& list = sim.filing_rules_of(sim.world.at(model.vendor).bloc);
  each_rule(with_duty(list, rules, Duty::approval), [&](std::size_t r) {
    const SimTime ends = later(sim.now(), list.rules[r].rule.transition.count());
    clearance_of(sim.world, id, r).expires = ends;
    clearance_of(sim.world, id, r).lapsed = false;
    sim.schedule(ends, phase::ends, EventKind::approval_expires, id.value, model.generation,
                 static_cast<std::uint16_t>(r));
  });
  each_filing(sim, id, rules, [&](RuleMask family, const TrackList& tracks) {
    if (const auto decided = file_in_service(sim, id, FilingPurpose::transition, family, tracks))
      follow_transition(sim, *decided);
    return true;  // a refusal may take it out of service, but it stays
  });
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
  if (const ReleaseTerms terms = terms_of_held(sim, candidate); terms.is_filed())
    file_release(sim, candidate, terms);
  else  // no rule asks for anything any more
    deploy_unfiled(sim, candidate, terms);
}

void end_hold(Simulation& sim, VendorId id, std::uint32_t generation) {
  const Vendor& vendor = sim.world.at(id);
  if (vendor.active && vendor.candidate_generation == generation) try_file_candidate(sim, id);
}

void deploy(Simulation& sim, ModelId id, std::uint32_t generation) {
  if (sim.world.at(id).generation != generation) return;
  if (const RuleMask lost = lost_notices(sim, id)) {
    take_back_approval(sim.world, id, lost);
    refresh_standing(sim, id);
    if ((terms_of(sim, id).file & lost) != 0) return file_after_notice(sim, id);
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
    if (!model.published) model.open = draws_open(sim, vendor, model.project);
    count_interval_end(sim.world, vendor, IntervalEnd::next_release, sim.now());
    count_release(bloc, vendor, model, sim.now());
    count_project_end(sim.world, project_of(sim.world, model), ProjectEnd::deployed, sim.now());
    credit_release(bloc, vendor, model);
    ++vendor.releases;
    vendor.last_release = sim.now();
  }
  if (vendor.product) {
    take_over_approval(sim, id, vendor.product);
    withdraw_filings_of(sim, vendor.product, registrations(sim, vendor.bloc));  // the update files its own
    sim.world.models.release(vendor.product);                                   // the update takes over its users
  }
  model.status = ModelStatus::deployed;
  begin_grace(sim, vendor_id, subject_of(vendor, model));
  refresh_standing(sim, id);
  vendor.product = id;
  place_offer(sim, vendor_id);
  if (first_time) publish(sim, model);
  if (first_time) schedule_leak(sim, id);
  if (first_time) begin_terms(sim, id);
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
