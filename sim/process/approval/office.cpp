#include "sim/process/approval/office.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "sim/engine/sample.h"
#include "sim/process/core/bookkeeping.h"
#include "sim/process/core/tallies.h"

namespace poldyn {
namespace {

// The lists that filings wait in.

void append(World& world, FilingList& list, FilingId id) {
  Filing& filing = world.at(id);
  filing.previous = list.last;
  filing.next = FilingId{};
  (list.last ? world.at(list.last).next : list.first) = id;
  list.last = id;
  ++list.size;
}

void prepend(World& world, FilingList& list, FilingId id) {
  Filing& filing = world.at(id);
  filing.next = list.first;
  filing.previous = FilingId{};
  (list.first ? world.at(list.first).previous : list.last) = id;
  list.first = id;
  ++list.size;
}

/// Precondition: the filing is in the list.
void take_out(World& world, FilingList& list, FilingId id) {
  Filing& filing = world.at(id);
  (filing.previous ? world.at(filing.previous).next : list.first) = filing.next;
  (filing.next ? world.at(filing.next).previous : list.last) = filing.previous;
  filing.previous = filing.next = FilingId{};
  --list.size;
}

// One office.

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
      take_out(world, list, next);
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

void leave_queue(Simulation& sim, FilingId id) {
  const Filing& filing = sim.world.at(id);
  Office& office = sim.world.at(filing.office);
  take_out(sim.world, office.queue[rule_of(sim, office).discipline == Discipline::priority ? filing.priority : 0], id);
  --office.waiting;
}

// The way of a filing from office to office.

/// The stages that the filing passes: those of its track when it was filed.
const Route& route_of(const Simulation& sim, const Filing& filing) {
  return sim.world.at(filing.bloc).routes[static_cast<std::size_t>(filing.track)][filing.route];
}

OfficeId office_of(const Simulation& sim, const Filing& filing) {
  const std::size_t stage = route_of(sim, filing)[filing.stage];
  const Bloc& bloc = sim.world.at(filing.bloc);
  const bool regional = sim.rules_of(filing.bloc).stages[stage].rule.offices == OfficeLevel::region;
  return bloc.offices[bloc.first_office[stage] + (regional ? filing.region.value : 0)];
}

void unlink_from_vendor(World& world, FilingId id) {
  const Filing& filing = world.at(id);
  if (!filing.vendor) return;
  FilingId* link = &world.at(filing.vendor).filings;
  while (*link && *link != id) link = &world.at(*link).next_of_vendor;
  if (*link) *link = filing.next_of_vendor;
}

/// Frees the filing's slot. The decision on it is made where whoever follows it up will read it: a filing has 200
/// bytes, and to hand it from function to function would cost as much as to review it. Never nothing.
std::optional<Decision> close(Simulation& sim, FilingId id, FilingEnd end) {
  count_filing_end(sim.world, sim.world.at(id), end, sim.now());
  unlink_from_vendor(sim.world, id);
  std::optional<Decision> made(std::in_place, sim.world.at(id), end);
  sim.world.filings.release(id);
  Filing& was = made->filing;
  if (was.model && sim.world.at(was.model).generation != was.model_generation) was.model = ModelId{};
  return made;
}

/// Whether the vendor has a product that stands on an approval, so that another is no first. One that is suspended or
/// lapsed stands on none.
bool has_approval(const World& world, const Filing& filing) {
  if (!filing.vendor || !world.at(filing.vendor).product) return false;
  return world.at(world.at(filing.vendor).product).approved;
}

/// Ends a filing with an approval: vendors learn how long that takes, and the registry lists what is new.
std::optional<Decision> approve(Simulation& sim, FilingId id) {
  std::optional<Decision> made = close(sim, id, FilingEnd::approved);
  const Filing& filing = made->filing;
  Bloc& bloc = sim.world.at(filing.bloc);
  const double days = in_days(sim.now() - filing.filed);
  double& expected = bloc.expected_review_days[static_cast<std::size_t>(filing.track)];
  expected += sim.rules.vendors.wait_memory * (days - expected);
  const bool is_new = filing.purpose == FilingPurpose::release || filing.purpose == FilingPurpose::outside ||
                      filing.purpose == FilingPurpose::variant || filing.purpose == FilingPurpose::transition;
  if (is_new) {
    ++bloc.registry.approvals;
    bloc.registry.light += filing.track == Track::light;
    bloc.registry.first += filing.purpose != FilingPurpose::variant && !has_approval(sim.world, filing);
  }
  return made;
}

/// Ends a filing without one: refused, turned away or withdrawn.
std::optional<Decision> refuse(Simulation& sim, FilingId id, FilingEnd end) {
  std::optional<Decision> made = close(sim, id, end);
  ++sim.world.at(made->filing.bloc).tally.refused;
  return made;
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

/// Puts a filing into an office's queue, or turns it away if the office is full.
std::optional<Decision> join_office(Simulation& sim, FilingId id, OfficeId office_id, QueueEnd where) {
  Office& office = sim.world.at(office_id);
  count_office(office, sim.now());
  if (is_full(sim, office)) {
    ++office.tally.turned_away;
    return refuse(sim, id, FilingEnd::turned_away);
  }
  Filing& filing = sim.world.at(id);
  const StageRule& rule = rule_of(sim, office);
  filing.state = FilingState::queued;
  filing.office = office_id;
  filing.arrived = sim.now();
  FilingList& list = office.queue[rule.discipline == Discipline::priority ? filing.priority : 0];
  where == QueueEnd::front ? prepend(sim.world, list, id) : append(sim.world, list, id);
  ++office.waiting;
  ++office.tally.arrived;
  start_reviews(sim, office_id);
  if (sim.world.at(id).state == FilingState::queued) set_patience(sim, rule, id);
  return std::nullopt;
}

/// Sends a filing to the office of its present stage; past the last stage it is approved.
std::optional<Decision> enter_stage(Simulation& sim, FilingId id, QueueEnd where) {
  const Filing& filing = sim.world.at(id);
  if (filing.stage >= route_of(sim, filing).size()) return approve(sim, id);
  return join_office(sim, id, office_of(sim, filing), where);
}

/// Back to the drawing board, then to the stage that the rule names.
std::optional<Decision> send_back(Simulation& sim, FilingId id, const StageRule& rule) {
  Filing& filing = sim.world.at(id);
  filing.state = FilingState::rectifying;
  Stream stream = sim.draw(Purpose::rectification, filing, visit_of(sim, filing));
  const SimTime mended = later(sim.now(), sample(rule.rectification, stream));
  // Mended on the spot, and first in the queue: before the reviewer turns to who waits.
  if (mended == sim.now() && rule.resubmit == QueueEnd::front) return take_resubmission(sim, id, filing.generation);
  sim.schedule(mended, phase::arrives, EventKind::rectified, id.value, filing.generation);
  return std::nullopt;
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
    return enter_stage(sim, id, QueueEnd::back);
  }
  // Counted over the filing's whole life: one that is sent back to an earlier stage cannot go round for ever.
  if (++filing.failed[filing.stage] >= rule.max_attempts) {
    ++office.tally.refused;
    return refuse(sim, id, FilingEnd::refused);
  }
  ++office.tally.returned;
  return send_back(sim, id, rule);
}

}  // namespace

std::optional<Decision> file(Simulation& sim, const Filing& filing) {
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
  return enter_stage(sim, id, QueueEnd::back);
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
      if (filing.state == FilingState::awaiting_window) take_out(sim.world, office.decided, id);
      sim.world.filings.release(id);
    }
    id = next;
  }
  vendor.filings = FilingId{};
}

std::optional<Decision> conclude_review(Simulation& sim, FilingId id) {
  Filing& filing = sim.world.at(id);
  const OfficeId office_id = filing.office;
  Office& office = sim.world.at(office_id);
  count_office(office, sim.now());
  --office.in_review;
  filing.delay.charge(Cause::review, sim.now());
  count_activity(sim.world.at(filing.bloc), LedgerGroup::surveillance_analytics);
  if (filing.state == FilingState::withdrawn) {
    abandon(sim.world, office, filing, sim.now());
    sim.world.filings.release(id);
    return std::nullopt;
  }
  if (!sim.rules.mechanisms.windows || rule_of(sim, office).window <= Days{0}) return decide(sim, id);
  filing.state = FilingState::awaiting_window;
  append(sim.world, office.decided, id);
  schedule_decision_date(sim, office_id);
  return std::nullopt;
}

void start_reviews(Simulation& sim, OfficeId id) {
  Office& office = sim.world.at(id);
  while (office.waiting > 0 && has_free_reviewer(office)) start_review(sim, office, take_next(sim.world, office));
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
  take_out(sim.world, office.decided, filing);
  sim.world.at(filing).delay.charge(Cause::window, sim.now());
  return decide(sim, filing);
}

void schedule_decision_date(Simulation& sim, OfficeId id) {
  Office& office = sim.world.at(id);
  if (office.decision_date_set || office.decided.size == 0) return;
  const StageRule& rule = rule_of(sim, office);
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
  pay_filing(sim, filing);
  const BlocRules& rules = sim.rules_of(filing.bloc);
  const StageRule& rule = rules.stages[sim.world.at(filing.office).stage].rule;
  const Route& route = route_of(sim, filing);
  for (std::uint8_t s = 0; s < route.size(); ++s)
    if (rules.stages[route[s]].name == rule.return_to) filing.stage = s;
  return enter_stage(sim, id, rule.resubmit);
}

void sort_queues(Simulation& sim, OfficeId id, Discipline discipline) {
  Office& office = sim.world.at(id);
  std::vector<FilingId> waiting;
  for (FilingList& list : office.queue)
    while (list.first) {
      waiting.push_back(list.first);
      take_out(sim.world, list, list.first);
    }
  std::stable_sort(waiting.begin(), waiting.end(),
                   [&](FilingId a, FilingId b) { return sim.world.at(a).arrived < sim.world.at(b).arrived; });
  for (const FilingId filing : waiting)
    append(sim.world, office.queue[discipline == Discipline::priority ? sim.world.at(filing).priority : 0], filing);
}

}  // namespace poldyn
