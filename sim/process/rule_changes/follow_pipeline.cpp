#include "sim/process/rule_changes/follow_pipeline.h"

#include <algorithm>

#include "sim/process/approval/filing_path.h"
#include "sim/process/approval/filing_queues.h"
#include "sim/process/approval/office.h"
#include "sim/process/approval/office_staff.h"
#include "sim/process/approval/reviews.h"
#include "sim/process/core/tallies.h"
#include "sim/process/rule_changes/derived.h"
#include "sim/process/rule_changes/follow_filing_rules.h"
#include "sim/process/vendors/decision_followup.h"

namespace poldyn {
namespace {

void change_reviewers(Simulation& sim, OfficeId id, std::uint32_t reviewers) {
  Office& office = sim.world.at(id);
  settle_staff(sim, id);
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

/// Whether reviews have another mean working time at some stage, and so ways another length.
bool has_other_lengths(const BlocRules& was, const BlocRules& is) {
  for (std::size_t s = 0; s < is.stages.size(); ++s)
    if (was.stages[s].rule.review.mean != is.stages[s].rule.review.mean) return true;
  return false;
}

/// Before anything moves: what is decided at one stage may join the queue of another.
void sort_changed_queues(Simulation& sim, const Bloc& bloc, const BlocRules& was, const BlocRules& is) {
  const bool other_lengths = has_other_lengths(was, is);
  for (const OfficeId id : bloc.offices) {
    const std::size_t stage = sim.world.at(id).stage;
    const Discipline now = is.stages[stage].rule.discipline;
    if (was.stages[stage].rule.discipline != now || (now == Discipline::shortest && other_lengths))
      sort_queues(sim, id);
  }
}

void follow_track(Bloc& bloc, const Mechanisms& on, const BlocRules& was, const BlocRules& is, std::size_t track) {
  TrackState& state = bloc.tracks[track];
  if (was.tracks[track].rule.stages != is.tracks[track].rule.stages)
    state.route = route_number(bloc, route_of_track(is, track));
  // Rules are announced: vendors expect what they have seen, and the difference that the change makes by itself.
  const double change = prior_review_days(is, on, track) - prior_review_days(was, on, track);
  if (change != 0) state.expected_days = std::max(0.0, state.expected_days + change);
  state.promised_days = promised_days(is, on, track);
}

}  // namespace

void follow_pipeline(Simulation& sim, const Scenario& before) {
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b) {
    const BlocRules &was = before.blocs[b], &is = sim.rules.blocs[b];
    Bloc& bloc = sim.world.blocs[b];
    for (std::size_t t = 0; t < is.tracks.size(); ++t) follow_track(bloc, sim.rules.mechanisms, was, is, t);
    sort_changed_queues(sim, bloc, was, is);
    for (std::size_t s = 0; s < is.stages.size(); ++s)
      follow_stage(sim, bloc, static_cast<std::uint8_t>(s), was.stages[s].rule, is.stages[s].rule);
    follow_filing_rules(sim, BlocId{b}, before);
  }
}

}  // namespace poldyn
