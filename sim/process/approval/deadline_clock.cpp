#include "sim/process/approval/deadline_clock.h"

namespace poldyn {
namespace {

using State = DeadlineClock::State;

FilingDeadlines& of(Simulation& sim, FilingId id) { return sim.world.deadlines[id.value]; }

void run_from(DeadlineClock& clock, SimTime now, Ticks left) {
  clock.state = State::running;
  clock.due = left > end_of_time - now ? end_of_time : now + left;
}

void start(DeadlineClock& clock, SimTime now, Days length) {
  clock.started = now;
  clock.length = to_ticks(length);
  run_from(clock, now, clock.length);
}

void stop(DeadlineClock& clock, SimTime now) {
  if (clock.state != State::running || !clock.stops) return;
  clock.state = State::standing;
  clock.left = clock.due - now;
}

void resume(DeadlineClock& clock, SimTime now) {
  if (clock.state == State::standing) run_from(clock, now, clock.left);
}

/// Counts a clock that a decision ended, as DeadlineTally says.
void count_kept(const Simulation& sim, Bloc& bloc, const DeadlineClock& clock) {
  if (clock.state != State::running && clock.state != State::standing) return;
  const Ticks left = clock.state == State::running ? clock.due - sim.now() : clock.left;
  if (clock.started < bloc.tally.since || left > sim.end - sim.now()) return;
  ++bloc.tally.deadlines.in_time;
  bloc.tally.deadlines.near_deadline += left * 10 <= clock.length;
}

}  // namespace

void start_track_clock(Simulation& sim, FilingId id) {
  if (!has_deadlines(sim)) return;
  sim.world.deadlines.resize(sim.world.filings.capacity());
  FilingDeadlines& deadlines = of(sim, id) = {};
  const Filing& filing = sim.world.at(id);
  const TrackRule& rule = rule_of(sim.rules_of(filing.bloc), filing.track);
  if (rule.deadline <= Days{0}) return;
  DeadlineClock& clock = deadlines.track;
  clock.action = rule.on_deadline == TrackDeadline::approve  ? DeadlineAction::approve
                 : rule.on_deadline == TrackDeadline::refuse ? DeadlineAction::refuse
                                                             : DeadlineAction::refund;
  clock.review = rule.deadline_review;
  clock.stops = rule.clock_stops;
  start(clock, sim.now(), rule.deadline);
}

void come_to_stage(Simulation& sim, FilingId id) {
  if (!has_deadlines(sim)) return;
  DeadlineClock& clock = of(sim, id).stage;
  const std::vector<Named<StageRule>>& stages = sim.rules_of(sim.world.at(id).bloc).stages;
  const StageRule& rule = stages[sim.world.at(sim.world.at(id).office).stage].rule;
  if (clock.state != State::none) return;
  if (rule.deadline <= Days{0}) {  // nor does one start when it comes back, whatever a policy has brought since
    clock.state = State::passed;
    clock.due = end_of_time;
    return;
  }
  clock.action = rule.on_deadline;
  clock.review = rule.deadline_review;
  clock.stops = rule.clock_stops;
  for (std::uint8_t s = 0; s < stages.size(); ++s)
    if (stages[s].name == rule.escalate_to) clock.escalate_to = s;
  start(clock, sim.now(), rule.deadline);
}

void stop_clocks(Simulation& sim, FilingId id) {
  if (!has_deadlines(sim)) return;
  stop(of(sim, id).stage, sim.now());
  stop(of(sim, id).track, sim.now());
}

void resume_clocks(Simulation& sim, FilingId id, bool elsewhere) {
  if (!has_deadlines(sim)) return;
  FilingDeadlines& deadlines = of(sim, id);
  resume(deadlines.track, sim.now());
  if (elsewhere)
    leave_stage(sim, id, true);
  else
    resume(deadlines.stage, sim.now());
}

void leave_stage(Simulation& sim, FilingId id, bool decided) {
  if (!has_deadlines(sim)) return;
  FilingDeadlines& deadlines = of(sim, id);
  if (decided) count_kept(sim, sim.world.at(sim.world.at(id).bloc), deadlines.stage);
  deadlines.stage = {};
  deadlines.escalated_to.reset();
}

void end_clocks(Simulation& sim, FilingId id) {
  if (!has_deadlines(sim)) return;
  const FilingDeadlines& deadlines = of(sim, id);
  Bloc& bloc = sim.world.at(sim.world.at(id).bloc);
  count_kept(sim, bloc, deadlines.stage);
  count_kept(sim, bloc, deadlines.track);
}

void plan_deadline(Simulation& sim, FilingId id) {
  if (!has_deadlines(sim)) return;
  FilingDeadlines& deadlines = of(sim, id);
  SimTime next = end_of_time;
  for (const DeadlineClock* clock : {&deadlines.stage, &deadlines.track})
    if (clock->state == State::running) next = std::min(next, clock->due);
  if (next == end_of_time || (deadlines.planned && *deadlines.planned <= next)) return;
  deadlines.planned = next;
  sim.schedule(next, phase::deploys, EventKind::deadline_passes, id.value, sim.world.at(id).generation);
}

}  // namespace poldyn
