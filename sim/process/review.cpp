#include "sim/process/review.h"

#include <limits>

#include "sim/engine/sample.h"
#include "sim/process/bookkeeping.h"
#include "sim/process/decision.h"
#include "sim/process/handlers.h"
#include "sim/process/queue_list.h"
#include "sim/process/tallies.h"

namespace poldyn {
namespace {

const StageRule& rule_of(const Simulation& sim, const Office& office) {
  return sim.rules_of(office.bloc).stages[office.stage].rule;
}

bool has_free_reviewer(const Office& office) { return office.reviewers == 0 || office.in_review < office.reviewers; }

bool is_full(const Simulation& sim, const Office& office) {
  const std::int64_t capacity = rule_of(sim, office).capacity;
  return capacity > 0 && office.waiting + office.in_review + office.decided.size >= capacity;
}

FilingId take_next(World& world, Office& office) {
  for (FilingList& list : office.queue)
    if (list.first) {
      const FilingId next = list.first;
      remove(world, list, next);
      --office.waiting;
      return next;
    }
  throw std::logic_error("an office with filings waiting has empty queues");
}

void start_review(Simulation& sim, Office& office, FilingId id) {
  Filing& filing = sim.world.at(id);
  filing.state = FilingState::in_review;
  filing.delay.charge(Cause::queue, sim.now());
  filing.review_started = sim.now();
  ++office.in_review;
  ++office.tally.started;
  office.tally.waited += sim.now() > filing.arrived;
  office.tally.wait_days += in_days(sim.now() - filing.arrived);
  if (filing.visit == std::numeric_limits<std::uint16_t>::max())
    throw std::logic_error("a filing went through 65,535 reviews");
  ++filing.visit;
  Stream stream = sim.draw(Purpose::review, filing, ++filing.visits[office.stage]);
  sim.schedule(later(sim.now(), sample(rule_of(sim, office).review, stream)), phase::ends, EventKind::review_ends,
               id.value);
}

void set_patience(Simulation& sim, const StageRule& rule, FilingId id) {
  const Filing& filing = sim.world.at(id);
  if (rule.patience.mean <= 0) return;
  Stream stream = sim.draw(Purpose::patience, filing, filing.visits[sim.world.at(filing.office).stage]);
  sim.schedule(later(sim.now(), sample(rule.patience, stream)), phase::ends, EventKind::patience_ends, id.value,
               filing.generation, filing.visit);
}

/// A visit that ends without a decision, for a vendor that has left expects none.
void abandon(World& world, Office& office, const Filing& filing, SimTime now) {
  ++office.tally.abandoned;
  office.tally.lost_days += in_days(now - filing.arrived);
  count_visit_end(world, filing, VisitEnd::abandoned, now);
}

}  // namespace

void start_reviews(Simulation& sim, OfficeId id) {
  Office& office = sim.world.at(id);
  while (office.waiting > 0 && has_free_reviewer(office)) start_review(sim, office, take_next(sim.world, office));
}

void set_window(Simulation& sim, OfficeId id) {
  Office& office = sim.world.at(id);
  if (office.window_set || office.decided.size == 0) return;
  const StageRule& rule = rule_of(sim, office);
  SimTime at = next_window(rule, sim.now());
  // A decision date that has just been used up by its limit is over.
  if (office.last_window == at && office.decided_today > 0) at = next_window(rule, at + Ticks{1});
  office.window_set = true;
  sim.schedule(at, phase::decides, EventKind::window_opens, id.value, office.window_plan);
}

void join_office(Simulation& sim, FilingId id, OfficeId office_id, QueueEnd where) {
  Office& office = sim.world.at(office_id);
  count_office(office, sim.now());
  if (is_full(sim, office)) {
    ++office.tally.turned_away;
    refuse(sim, id, FilingEnd::turned_away);
    return;
  }
  Filing& filing = sim.world.at(id);
  const StageRule& rule = rule_of(sim, office);
  filing.state = FilingState::queued;
  filing.office = office_id;
  filing.arrived = sim.now();
  FilingList& list = office.queue[rule.discipline == Discipline::priority ? filing.priority : 0];
  where == QueueEnd::front ? push_front(sim.world, list, id) : push_back(sim.world, list, id);
  ++office.waiting;
  ++office.tally.arrived;
  start_reviews(sim, office_id);
  if (sim.world.at(id).state == FilingState::queued) set_patience(sim, rule, id);
}

void file(Simulation& sim, const Filing& filing) {
  const FilingId id = sim.world.filings.make();
  Filing& made = sim.world.at(id);
  const std::uint32_t generation = made.generation;
  made = filing;
  made.generation = generation;
  made.filed = sim.now();
  made.route = sim.world.at(made.bloc).route[static_cast<std::size_t>(made.track)];
  if (made.vendor) {
    Vendor& vendor = sim.world.at(made.vendor);
    made.next_of_vendor = vendor.filings;
    vendor.filings = id;
    pay_filing(sim, made);
  }
  count_filed(sim.world, made);
  enter_stage(sim, id, QueueEnd::back);
}

void end_review(Simulation& sim, FilingId id) {
  Filing& filing = sim.world.at(id);
  const OfficeId office_id = filing.office;
  Office& office = sim.world.at(office_id);
  count_office(office, sim.now());
  --office.in_review;
  filing.delay.charge(Cause::review, sim.now());
  count_activity(sim.world.at(filing.bloc), Group::surveillance_analytics);
  if (filing.state == FilingState::withdrawn) {
    abandon(sim.world, office, filing, sim.now());
    sim.world.filings.release(id);
  } else if (sim.rules.mechanisms.windows && rule_of(sim, office).window > Days{0}) {
    filing.state = FilingState::awaiting_window;
    push_back(sim.world, office.decided, id);
    set_window(sim, office_id);
  } else {
    decide(sim, id);
  }
  start_reviews(sim, office_id);
}

void decide_all(Simulation& sim, OfficeId office_id) {
  Office& office = sim.world.at(office_id);
  count_office(office, sim.now());
  for (std::uint32_t left = office.decided.size; left > 0; --left) {
    const FilingId id = office.decided.first;
    remove(sim.world, office.decided, id);
    sim.world.at(id).delay.charge(Cause::window, sim.now());
    decide(sim, id);
  }
}

void open_window(Simulation& sim, OfficeId office_id, std::uint32_t plan) {
  Office& office = sim.world.at(office_id);
  if (office.window_plan != plan) return;
  const std::int64_t limit = rule_of(sim, office).decisions_per_window;
  count_office(office, sim.now());
  office.window_set = false;
  office.last_window = sim.now();
  office.decided_today = 0;
  // A filing that fails and comes back at once is a matter for a later date, so only those here now are looked at.
  for (std::uint32_t left = office.decided.size; left > 0; --left) {
    if (limit > 0 && office.decided_today >= limit) break;
    const FilingId id = sim.world.at(office_id).decided.first;
    remove(sim.world, office.decided, id);
    ++office.decided_today;
    sim.world.at(id).delay.charge(Cause::window, sim.now());
    decide(sim, id);
  }
  set_window(sim, office_id);
}

void end_patience(Simulation& sim, FilingId id, std::uint32_t generation, std::uint16_t visit) {
  const Filing& filing = sim.world.at(id);
  if (filing.generation != generation || filing.visit != visit || filing.state != FilingState::queued) return;
  Office& office = sim.world.at(filing.office);
  count_office(office, sim.now());
  ++office.tally.withdrawn;
  office.tally.lost_days += in_days(sim.now() - filing.arrived);
  count_visit_end(sim.world, filing, VisitEnd::withdrawn, sim.now());
  leave_queue(sim, id);
  refuse(sim, id, FilingEnd::withdrawn);
}

void leave_queue(Simulation& sim, FilingId id) {
  const Filing& filing = sim.world.at(id);
  Office& office = sim.world.at(filing.office);
  remove(sim.world, office.queue[rule_of(sim, office).discipline == Discipline::priority ? filing.priority : 0], id);
  --office.waiting;
}

void withdraw_filings(Simulation& sim, VendorId vendor_id) {
  Vendor& vendor = sim.world.at(vendor_id);
  for (FilingId id = vendor.filings; id;) {
    Filing& filing = sim.world.at(id);
    const FilingId next = filing.next_of_vendor;
    Office& office = sim.world.at(filing.office);
    count_office(office, sim.now());
    count_filing_end(sim.world, filing, FilingEnd::vendor_left, sim.now());
    if (filing.purpose == FilingPurpose::release && sim.world.at(filing.model).generation == filing.model_generation) {
      count_project_end(sim.world, project_of(sim.world, sim.world.at(filing.model)), ProjectEnd::vendor_left,
                        sim.now());
      sim.world.models.release(filing.model);
    }
    if (filing.state == FilingState::in_review) {
      filing.state = FilingState::withdrawn;  // the reviewer finishes; end_review frees the slot
    } else {
      if (filing.state != FilingState::rectifying) abandon(sim.world, office, filing, sim.now());
      if (filing.state == FilingState::queued) leave_queue(sim, id);
      if (filing.state == FilingState::awaiting_window) remove(sim.world, office.decided, id);
      sim.world.filings.release(id);
    }
    id = next;
  }
  vendor.filings = FilingId{};
}

}  // namespace poldyn
