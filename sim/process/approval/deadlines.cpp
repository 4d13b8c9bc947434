#include "sim/process/approval/deadlines.h"

#include "sim/process/approval/deadline_clock.h"
#include "sim/process/approval/filing_queues.h"
#include "sim/process/approval/filing_way.h"
#include "sim/process/core/bookkeeping.h"
#include "sim/process/core/tallies.h"

namespace poldyn {
namespace {

using State = DeadlineClock::State;

bool is_out(const DeadlineClock& clock, SimTime now) { return clock.state == State::running && clock.due <= now; }

/// The filing goes on in a slot of its own. What was scheduled for it at the old one is void, but for the end of a
/// review, which finds what is left there.
FilingId move_to_new_slot(Simulation& sim, FilingId from) {
  const FilingId to = sim.world.filings.make();
  Filing& moved = sim.world.at(to);
  const std::uint32_t generation = moved.generation;
  moved = sim.world.at(from);
  moved.generation = generation;
  sim.world.deadlines.resize(sim.world.filings.capacity());
  sim.world.deadlines[to.value] = sim.world.deadlines[from.value];
  sim.world.deadlines[to.value].planned.reset();
  replace_in_list_of_vendor(sim.world, from, to);
  return to;
}

/// Takes a filing out of the hands of its reviewer, who finishes to nobody's use, or stops.
FilingId take_from_review(Simulation& sim, FilingId from, Office& office, DeadlineReview review) {
  const FilingId to = move_to_new_slot(sim, from);
  Filing& left = sim.world.at(from);
  left.vendor = VendorId{};
  left.model = ModelId{};
  left.next_of_vendor = FilingId{};
  left.state = review == DeadlineReview::finishes ? FilingState::overtaken : FilingState::cut_short;
  if (left.state == FilingState::cut_short) {
    --office.in_review;
    count_overdue(office, left, sim.now());
  }
  return to;
}

/// Takes a filing away from where it is. Returns where it goes on.
FilingId take_away(Simulation& sim, FilingId id, DeadlineReview review) {
  Filing& filing = sim.world.at(id);
  if (filing.state == FilingState::rectifying) {
    filing.delay.charge(Cause::rework, sim.now());
    const FilingId moved = move_to_new_slot(sim, id);
    sim.world.filings.release(id);
    resume_clocks(sim, moved, false);  // nobody mends it any more
    return moved;
  }
  Office& office = sim.world.at(filing.office);
  count_office(office, sim.now());
  count_visit_end(sim.world, filing, VisitEnd::overdue, sim.now());
  if (filing.state == FilingState::in_review) {
    filing.delay.charge(Cause::review, sim.now());
    return take_from_review(sim, id, office, review);
  }
  const bool queued = filing.state == FilingState::queued;
  filing.delay.charge(queued ? Cause::queue : Cause::window, sim.now());
  queued ? leave_queue(sim, id) : leave_dates(sim.world, office, id);
  count_overdue(office, filing, sim.now());
  const FilingId moved = move_to_new_slot(sim, id);  // or its patience there would end it elsewhere
  sim.world.filings.release(id);
  return moved;
}

/// Of a filing that a stage's deadline ends: nobody kept its track's.
void drop_track_clock(Simulation& sim, FilingId id) { sim.world.deadlines[id.value].track = {}; }

void pay_back(Simulation& sim, FilingId id) {
  Money& fee = sim.world.deadlines[id.value].fee;
  if (fee == Money{}) return;
  const Filing& filing = sim.world.at(id);
  refund_filing(sim, filing, fee);
  share_fee(sim, id, fee, -1);
  fee = Money{};
  ++sim.world.at(filing.bloc).tally.deadlines.refunded;
}

/// Sends it past its stage, or past all, without a verdict.
std::optional<Decision> let_pass(Simulation& sim, FilingId id, bool whole_track) {
  Filing& filing = sim.world.at(id);
  const auto stages = static_cast<std::uint8_t>(route_of(sim, filing).size());
  filing.stage = whole_track ? stages : static_cast<std::uint8_t>(filing.stage + 1);
  sim.world.deadlines[id.value].tacit = true;
  leave_stage(sim, id, false);
  if (filing.stage >= stages) drop_track_clock(sim, id);
  return enter_stage(sim, id, QueueEnd::back);
}

std::optional<Decision> hand_over(Simulation& sim, FilingId id, std::uint8_t stage) {
  ++sim.world.at(sim.world.at(id).bloc).tally.deadlines.escalated;
  leave_stage(sim, id, false);
  sim.world.deadlines[id.value].escalated_to = stage;
  return enter_stage(sim, id, QueueEnd::front);
}

/// What the deadline of this clock does to the filing.
std::optional<Decision> act(Simulation& sim, FilingId id, const DeadlineClock& clock, bool whole_track) {
  if (clock.action == DeadlineAction::refund) {
    pay_back(sim, id);
    plan_deadline(sim, id);
    return std::nullopt;
  }
  const FilingId moved = take_away(sim, id, clock.review);
  switch (clock.action) {
    case DeadlineAction::approve:
      return let_pass(sim, moved, whole_track);
    case DeadlineAction::escalate:
      return hand_over(sim, moved, clock.escalate_to);
    case DeadlineAction::refuse:
    case DeadlineAction::refund:
      break;
  }
  leave_stage(sim, moved, false);
  drop_track_clock(sim, moved);
  return refuse(sim, moved, FilingEnd::refused);
}

}  // namespace

std::optional<Decision> pass_deadline(Simulation& sim, FilingId id, std::uint32_t generation) {
  const Filing& filing = sim.world.at(id);
  if (filing.generation != generation || filing.state == FilingState::withdrawn) return std::nullopt;
  FilingDeadlines& deadlines = sim.world.deadlines[id.value];
  if (deadlines.planned != sim.now()) return std::nullopt;
  deadlines.planned.reset();
  const bool whole_track = is_out(deadlines.track, sim.now());
  DeadlineClock& clock = whole_track ? deadlines.track : deadlines.stage;
  if (!is_out(clock, sim.now())) {  // it stood for a while since this was planned
    plan_deadline(sim, id);
    return std::nullopt;
  }
  clock.state = State::passed;
  Bloc& bloc = sim.world.at(filing.bloc);
  bloc.tally.deadlines.passed += clock.started >= bloc.tally.since;
  return act(sim, id, DeadlineClock(clock), whole_track);  // a copy: clocks move with the filing
}

}  // namespace poldyn
