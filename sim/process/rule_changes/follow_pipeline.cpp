#include "sim/process/rule_changes/follow_pipeline.h"

#include <algorithm>

#include "sim/process/approval/approvals.h"
#include "sim/process/approval/filing_queues.h"
#include "sim/process/approval/office.h"
#include "sim/process/approval/reviews.h"
#include "sim/process/core/tallies.h"
#include "sim/process/rule_changes/derived.h"
#include "sim/process/vendors/decision_followup.h"
#include "sim/process/vendors/release.h"

namespace poldyn {
namespace {

void change_reviewers(Simulation& sim, OfficeId id, std::uint32_t reviewers) {
  Office& office = sim.world.at(id);
  count_office(office, sim.now());
  office.tally.was_unlimited |= office.reviewers == 0 && sim.now() > office.tally.since;
  office.reviewers = reviewers;
  start_reviews(sim, id);
}

void change_decision_dates(Simulation& sim, OfficeId id, const StageRule& rule) {
  Office& office = sim.world.at(id);
  if (office.decision_date_set) ++office.decision_date_generation;
  office.decision_date_set = false;
  if (rule.window > Days{0})
    schedule_decision_date(sim, id);
  else
    decide_on_all(sim, id);
}

void follow_stage(Simulation& sim, const Bloc& bloc, std::uint8_t stage, const StageRule& was, const StageRule& is) {
  for (const OfficeId id : bloc.offices) {
    if (sim.world.at(id).stage != stage) continue;
    if (reviewers_of(was) != reviewers_of(is)) change_reviewers(sim, id, reviewers_of(is));
    const std::size_t region = sim.world.at(id).region.value;
    const bool opens = is_open(is, region) && !is_open(was, region),
               shuts = is_open(was, region) && !is_open(is, region);
    const bool other_dates = was.window != is.window || was.window_offset != is.window_offset || opens || shuts;
    if (sim.rules.mechanisms.windows && other_dates) change_decision_dates(sim, id, is);
    if (opens) start_reviews(sim, id);
  }
}

/// Before anything moves: what is decided at one stage may join the queue of another.
void sort_changed_queues(Simulation& sim, const Bloc& bloc, const BlocRules& was, const BlocRules& is) {
  for (const OfficeId id : bloc.offices) {
    const std::size_t stage = sim.world.at(id).stage;
    if (was.stages[stage].rule.discipline != is.stages[stage].rule.discipline) sort_queues(sim, id);
  }
}

void follow_track(Bloc& bloc, const BlocRules& rules, std::size_t track) {
  std::vector<Route>& routes = bloc.routes[track];
  const Route route = route_of_track(rules, track);
  const auto known = std::find(routes.begin(), routes.end(), route);
  bloc.route[track] = static_cast<std::uint16_t>(known - routes.begin());
  if (known == routes.end()) routes.push_back(route);
}

/// Rules are announced: vendors expect what they have seen, and the difference that the change makes by itself.
void expect(Bloc& bloc, const Mechanisms& on, const BlocRules& was, const BlocRules& is, std::size_t track) {
  const double change = prior_review_days(is, on, track) - prior_review_days(was, on, track);
  if (change != 0) bloc.expected_review_days[track] = std::max(0.0, bloc.expected_review_days[track] + change);
}

bool same(const RegistrationRule& a, const RegistrationRule& b) {
  return std::all_of(param_rows<RegistrationRule>.begin(), param_rows<RegistrationRule>.end(),
                     [&](const ParamRow& row) { return row.get(&a) == row.get(&b); });
}

/// Whether it is other than before who files, on which track, or when a held candidate may be filed.
bool decides_otherwise(const RegistrationRule& a, const RegistrationRule& b) {
  return a.who != b.who || a.threshold_oom != b.threshold_oom || a.light_track != b.light_track ||
         a.change_bits != b.change_bits || a.change_oom != b.change_oom || a.change_track != b.change_track ||
         a.pending_limit != b.pending_limit || a.bundling != b.bundling;
}

/// A model in service, of one vendor, under rules that ask for other approvals than before.
void follow_product(Simulation& sim, VendorId id, const RegistrationRule& was) {
  const Vendor& vendor = sim.world.at(id);
  if (!vendor.product || !sim.rules.mechanisms.approval) return;
  const Model& product = sim.world.at(vendor.product);
  const RegistrationRule& is = sim.rules_of(vendor.bloc).registration;
  const bool newly = needs_approval(sim, product) && !must_file(was, vendor.public_facing, product.compute_oom);
  if (!newly || product.status != ModelStatus::deployed) return;
  if (!product.approved && is.existing == Existing::must_file) return require_filing(sim, vendor.product);
  // The time to renew may have passed while there was no need to.
  if (product.approved && product.expires && *product.expires - sim.now() <= to_ticks(is.renewal_lead))
    sim.schedule(sim.now(), phase::arrives, EventKind::renewal_due, vendor.product.value, product.generation);
}

}  // namespace

void follow_pipeline(Simulation& sim, const Scenario& before) {
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b) {
    const BlocRules &was = before.blocs[b], &is = sim.rules.blocs[b];
    Bloc& bloc = sim.world.blocs[b];
    for (std::size_t t = 0; t < tracks; ++t) {
      if (was.track[t].stages != is.track[t].stages) follow_track(bloc, is, t);
      expect(bloc, sim.rules.mechanisms, was, is, t);
      bloc.promised_days[t] = promised_days(is, sim.rules.mechanisms, t);
    }
    sort_changed_queues(sim, bloc, was, is);
    for (std::size_t s = 0; s < is.stages.size(); ++s)
      follow_stage(sim, bloc, static_cast<std::uint8_t>(s), was.stages[s].rule, is.stages[s].rule);
    if (same(was.registration, is.registration)) continue;
    const bool reconsider = decides_otherwise(was.registration, is.registration);
    for (const VendorId member : bloc.members) {
      follow_product(sim, member, was.registration);
      if (reconsider) reconsider_candidate(sim, member);
    }
  }
}

}  // namespace poldyn
