#include "sim/process/approval/office.h"

#include <algorithm>

#include "sim/engine/sample.h"
#include "sim/process/approval/deadline_clock.h"
#include "sim/process/approval/filing_path.h"
#include "sim/process/approval/filing_queues.h"
#include "sim/process/approval/filing_way.h"
#include "sim/process/approval/office_staff.h"
#include "sim/process/core/binding.h"
#include "sim/process/core/bookkeeping.h"
#include "sim/process/core/tallies.h"

namespace poldyn {
namespace {

/// A visit that ends without a decision, for nobody expects one any more.
void abandon(World& world, Office& office, const Filing& filing, SimTime now) {
  ++office.tally.abandoned;
  office.tally.lost_days += in_days(now - filing.arrived);
  count_visit_end(world, filing, VisitEnd::abandoned, now);
}

/// How-manieth review at its stage the last one was.
std::uint16_t visit_of(const Simulation& sim, const Filing& filing) {
  return filing.visits[sim.world.at(filing.office).stage];
}

bool passes(const Simulation& sim, const Filing& filing, const StageRule& rule) {
  if (!sim.rules.mechanisms.returns) return true;
  const double p = chance_to_pass(rule, filing.safety);
  if (p >= 1) return true;
  return sim.draw(Purpose::verdict, filing, visit_of(sim, filing)).uniform() < p;
}

/// Back to the drawing board, then to the stage that the rule names.
std::optional<Decision> send_back(Simulation& sim, FilingId id, const StageRule& rule) {
  Filing& filing = sim.world.at(id);
  filing.state = FilingState::rectifying;
  stop_clocks(sim, id);
  Stream stream = sim.draw(Purpose::rectification, filing, visit_of(sim, filing));
  const SimTime mended = later(sim.now(), sample(rule.rectification, stream));
  // Mended on the spot, and first in the queue: before the reviewer turns to who waits.
  if (mended == sim.now() && rule.resubmit == QueueEnd::front) return take_resubmission(sim, id, filing.generation);
  sim.schedule(mended, phase::arrives, EventKind::rectified, id.value, filing.generation);
  return std::nullopt;
}

/// The fee of one attempt.
void pay_attempt(Simulation& sim, FilingId id) {
  const Money fee = pay_filing(sim, sim.world.at(id));
  if (has_deadlines(sim)) sim.world.deadlines[id.value].fee = fee;
  share_fee(sim, id, fee, 1);
}

/// Passes, returns or refuses a reviewed filing.
std::optional<Decision> decide(Simulation& sim, FilingId id) {
  Filing& filing = sim.world.at(id);
  Office& office = sim.world.at(filing.office);
  const StageRule& rule = sim.rules_of(filing.bloc).stages[office.stage].rule;
  ++office.tally.finished;
  office.tally.stay_days += in_days(sim.now() - filing.arrived);
  count_visit_end(sim.world, filing, VisitEnd::decided, sim.now());
  if (passes(sim, filing, rule)) {
    ++office.tally.passed;
    ++filing.stage;
    leave_stage(sim, id, true);
    return enter_stage(sim, id, QueueEnd::back);
  }
  // Counted over the filing's whole life: one that is sent back to an earlier stage cannot go round for ever.
  if (++filing.failed[office.stage] >= rule.max_attempts) {
    ++office.tally.refused;
    return refuse(sim, id, FilingEnd::refused);
  }
  ++office.tally.returned;
  return send_back(sim, id, rule);
}

/// Ends a filing whose vendor expects no decision on it any more.
void take_out_of_office(Simulation& sim, FilingId id, FilingEnd end) {
  Filing& filing = sim.world.at(id);
  Office& office = sim.world.at(filing.office);
  count_office(office, sim.now());
  count_filing_end(sim.world, filing, end, sim.now());
  if (filing.state == FilingState::in_review) {
    filing.state = FilingState::withdrawn;  // the reviewer finishes; end_review frees the slot
    return;
  }
  if (filing.state != FilingState::rectifying) abandon(sim.world, office, filing, sim.now());
  if (filing.state == FilingState::queued) leave_queue(sim, id);
  if (filing.state == FilingState::awaiting_window) leave_dates(sim.world, office, id);
  sim.world.filings.release(id);
}

}  // namespace

std::optional<Decision> file(Simulation& sim, const Filing& filing) {
  const FilingId id = sim.world.filings.make();
  Filing& made = sim.world.at(id);
  const std::uint32_t generation = made.generation;
  made = filing;
  made.generation = generation;
  made.filed = sim.now();
  if (made.tracks == 0) take_tracks(sim, made, TrackList(made.track));
  each_rule(made.rules, [&](std::size_t r) { ++sim.world.at(made.bloc).tally.rules[r].filed; });
  if (made.vendor) {
    Vendor& vendor = sim.world.at(made.vendor);
    made.next_of_vendor = vendor.filings;
    vendor.filings = id;
  }
  start_track_clock(sim, id);
  pay_attempt(sim, id);
  count_filed(sim.world, made);
  return enter_stage(sim, id, QueueEnd::back);
}

void withdraw_filings(Simulation& sim, VendorId vendor_id) {
  Vendor& vendor = sim.world.at(vendor_id);
  for (FilingId id = vendor.filings; id;) {
    const Filing& filing = sim.world.at(id);
    const FilingId next = filing.next_of_vendor;
    if (filing.purpose == FilingPurpose::release && sim.world.at(filing.model).generation == filing.model_generation) {
      count_project_end(sim.world, project_of(sim.world, sim.world.at(filing.model)), ProjectEnd::vendor_left,
                        sim.now());
      sim.world.models.release(filing.model);
    }
    take_out_of_office(sim, id, FilingEnd::vendor_left);
    id = next;
  }
  vendor.filings = FilingId{};
}

void withdraw_filings_of(Simulation& sim, ModelId model, RuleMask rules) {
  for (FilingId id = sim.world.at(sim.world.at(model).vendor).filings; id;) {
    const Filing& filing = sim.world.at(id);
    const FilingId next = filing.next_of_vendor;
    if (filing.model == model && filing.model_generation == sim.world.at(model).generation &&
        (filing.rules & ~rules) == 0) {
      replace_in_list_of_vendor(sim.world, id, {});
      take_out_of_office(sim, id, FilingEnd::withdrawn);
    }
    id = next;
  }
}

std::optional<Decision> conclude_review(Simulation& sim, FilingId id) {
  Filing& filing = sim.world.at(id);
  const OfficeId office_id = filing.office;
  Office& office = sim.world.at(office_id);
  if (filing.state == FilingState::cut_short) {  // the reviewer has been free since
    sim.world.filings.release(id);
    return std::nullopt;
  }
  count_office(office, sim.now());
  --office.in_review;
  note_review(sim, office_id);
  filing.delay.charge(Cause::review, sim.now());
  count_activity(sim.world.at(filing.bloc), LedgerGroup::surveillance_analytics);
  if (filing.state == FilingState::withdrawn || filing.state == FilingState::overtaken) {
    filing.state == FilingState::withdrawn ? abandon(sim.world, office, filing, sim.now())
                                           : count_overdue(office, filing, sim.now());
    sim.world.filings.release(id);
    return std::nullopt;
  }
  if (!sim.rules.mechanisms.windows || rule_of(sim, office).window <= Days{0}) return decide(sim, id);
  filing.state = FilingState::awaiting_window;
  await_date(sim.world, office, id);
  schedule_decision_date(sim, office_id);
  return std::nullopt;
}

std::uint32_t begin_decisions(Simulation& sim, OfficeId id, std::uint32_t generation) {
  Office& office = sim.world.at(id);
  if (office.decision_date_generation != generation) return 0;
  count_office(office, sim.now());
  office.decision_date_set = false;
  office.last_decision_date = sim.now();
  const std::int64_t limit = rule_of(sim, office).decisions_per_window;
  // A filing that fails and comes back at once is a matter for a later date, so only those here now are looked at.
  office.decided_on_date = limit > 0 ? std::min<std::int64_t>(limit, office.decided.size) : office.decided.size;
  return static_cast<std::uint32_t>(office.decided_on_date);
}

std::optional<Decision> decide_next(Simulation& sim, OfficeId id) {
  Office& office = sim.world.at(id);
  count_office(office, sim.now());
  const FilingId filing = office.decided.first;
  leave_dates(sim.world, office, filing);
  sim.world.at(filing).delay.charge(Cause::window, sim.now());
  return decide(sim, filing);
}

void schedule_decision_date(Simulation& sim, OfficeId id) {
  Office& office = sim.world.at(id);
  if (office.decision_date_set || office.decided.size == 0) return;
  const StageRule& rule = rule_of(sim, office);
  if (!is_open(rule, office.region.value)) return;
  SimTime at = next_decision_date(rule, sim.now());
  // A decision date that has just been used up by its limit is over.
  if (office.last_decision_date == at && office.decided_on_date > 0) at = next_decision_date(rule, at + Ticks{1});
  office.decision_date_set = true;
  sim.schedule(at, phase::decides, EventKind::window_opens, id.value, office.decision_date_generation);
}

std::optional<Decision> lose_patience(Simulation& sim, FilingId id, std::uint32_t generation, std::uint16_t visit) {
  const Filing& filing = sim.world.at(id);
  if (filing.generation != generation || filing.visit != visit || filing.state != FilingState::queued)
    return std::nullopt;
  Office& office = sim.world.at(filing.office);
  count_office(office, sim.now());
  ++office.tally.withdrawn;
  office.tally.lost_days += in_days(sim.now() - filing.arrived);
  count_visit_end(sim.world, filing, VisitEnd::withdrawn, sim.now());
  leave_queue(sim, id);
  return refuse(sim, id, FilingEnd::withdrawn);
}

std::optional<Decision> take_resubmission(Simulation& sim, FilingId id, std::uint32_t generation) {
  Filing& filing = sim.world.at(id);
  if (filing.generation != generation || filing.state != FilingState::rectifying) return std::nullopt;
  filing.delay.charge(Cause::rework, sim.now());
  pay_attempt(sim, id);
  const BlocRules& rules = sim.rules_of(filing.bloc);
  const std::uint8_t here = sim.world.at(filing.office).stage;
  const StageRule& rule = rules.stages[here].rule;
  const Route& route = route_of(sim, filing);
  bool elsewhere = false;
  for (std::uint8_t s = 0; s < route.size(); ++s)
    if (s <= filing.stage && route[s] != here && rules.stages[route[s]].name == rule.return_to) {
      filing.stage = s;
      elsewhere = true;
    }
  resume_clocks(sim, id, elsewhere);
  return enter_stage(sim, id, rule.resubmit);
}

}  // namespace poldyn
