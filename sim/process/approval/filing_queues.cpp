#include "sim/process/approval/filing_queues.h"

#include <algorithm>
#include <vector>

namespace poldyn {
namespace {

/// Behind `before`, or first if that is none.
void insert_after(World& world, FilingList& list, FilingId before, FilingId id) {
  Filing& filing = world.at(id);
  filing.previous = before;
  filing.next = before ? world.at(before).next : list.first;
  (before ? world.at(before).next : list.first) = id;
  (filing.next ? world.at(filing.next).previous : list.last) = id;
  ++list.size;
}

void append(World& world, FilingList& list, FilingId id) { insert_after(world, list, list.last, id); }
void prepend(World& world, FilingList& list, FilingId id) { insert_after(world, list, FilingId{}, id); }

/// Precondition: the filing is in the list.
void take_out(World& world, FilingList& list, FilingId id) {
  Filing& filing = world.at(id);
  (filing.previous ? world.at(filing.previous).next : list.first) = filing.next;
  (filing.next ? world.at(filing.next).previous : list.last) = filing.previous;
  filing.previous = filing.next = FilingId{};
  --list.size;
}

bool has_ranks(const StageRule& rule) {
  return rule.discipline == Discipline::due || rule.discipline == Discipline::shortest;
}

/// The mean working time of all reviews on its way, as a time, whatever stages it has passed.
SimTime length_of_way(const Simulation& sim, const Filing& filing) {
  double days = 0;
  for (const std::uint8_t stage : sim.world.at(filing.bloc).routes[filing.route])
    days += sim.rules_of(filing.bloc).stages[stage].rule.review.mean;
  return at_day(days);
}

/// Those of a lower one are first.
SimTime rank_of(const Simulation& sim, const StageRule& rule, FilingId id) {
  if (rule.discipline == Discipline::shortest) return length_of_way(sim, sim.world.at(id));
  return sim.world.deadlines.empty() ? end_of_time : due_of(sim.world.deadlines[id.value]);
}

/// The list in order of ranks; `last_of_rank` knows the last of those that have one rank, so that to find a place takes
/// as many steps as there are binary digits in their number.
void insert_by_rank(Simulation& sim, Office& office, const StageRule& rule, FilingId id, QueueEnd where) {
  const SimTime rank = rank_of(sim, rule, id);
  auto& last = office.last_of_rank;
  const auto at = where == QueueEnd::front ? last.lower_bound(rank) : last.upper_bound(rank);
  insert_after(sim.world, office.queue[0], at == last.begin() ? FilingId{} : std::prev(at)->second, id);
  if (where == QueueEnd::back || at == last.end() || at->first != rank) last[rank] = id;
}

void take_out_by_rank(Simulation& sim, Office& office, const StageRule& rule, FilingId id) {
  const auto at = office.last_of_rank.find(rank_of(sim, rule, id));
  if (at == office.last_of_rank.end()) throw std::logic_error("a queue does not know the rank of what waits in it");
  if (at->second == id) {
    const FilingId previous = sim.world.at(id).previous;
    if (previous && rank_of(sim, rule, previous) == at->first)
      at->second = previous;
    else
      office.last_of_rank.erase(at);
  }
  take_out(sim.world, office.queue[0], id);
}

std::size_t queue_of(const StageRule& rule, const Filing& filing) {
  return rule.discipline == Discipline::priority ? filing.priority : std::size_t{0};
}

}  // namespace

void join_queue(Simulation& sim, FilingId id, QueueEnd where) {
  const Filing& filing = sim.world.at(id);
  Office& office = sim.world.at(filing.office);
  const StageRule& rule = rule_of(sim, office);
  ++office.waiting;
  if (has_ranks(rule)) return insert_by_rank(sim, office, rule, id, where);
  FilingList& list = office.queue[queue_of(rule, filing)];
  where == QueueEnd::front ? prepend(sim.world, list, id) : append(sim.world, list, id);
}

void leave_queue(Simulation& sim, FilingId id) {
  const Filing& filing = sim.world.at(id);
  Office& office = sim.world.at(filing.office);
  const StageRule& rule = rule_of(sim, office);
  --office.waiting;
  if (has_ranks(rule)) return take_out_by_rank(sim, office, rule, id);
  take_out(sim.world, office.queue[queue_of(rule, filing)], id);
}

FilingId take_next(Simulation& sim, Office& office) {
  const StageRule& rule = rule_of(sim, office);
  for (FilingList& list : office.queue)
    if (const FilingId next = list.first) {
      has_ranks(rule) ? take_out_by_rank(sim, office, rule, next) : take_out(sim.world, list, next);
      --office.waiting;
      return next;
    }
  throw std::logic_error("an office with filings waiting has empty queues");
}

void sort_queues(Simulation& sim, OfficeId id) {
  Office& office = sim.world.at(id);
  std::vector<FilingId> waiting;
  for (FilingList& list : office.queue)
    while (const FilingId first = list.first) {
      waiting.push_back(first);
      take_out(sim.world, list, first);
    }
  office.waiting = 0;
  office.last_of_rank.clear();
  std::stable_sort(waiting.begin(), waiting.end(),
                   [&](FilingId a, FilingId b) { return sim.world.at(a).arrived < sim.world.at(b).arrived; });
  for (const FilingId filing : waiting) join_queue(sim, filing, QueueEnd::back);
}

void await_date(World& world, Office& office, FilingId id) { append(world, office.decided, id); }
void leave_dates(World& world, Office& office, FilingId id) { take_out(world, office.decided, id); }

}  // namespace poldyn
