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

SimTime due_of(const World& world, FilingId id) {
  return world.deadlines.empty() ? end_of_time : due_of(world.deadlines[id.value]);
}

/// The list in order of due times; `last_due` knows the last of those that are due at one time, so that to find a place
/// takes as many steps as there are binary digits in their number.
void insert_by_due(World& world, Office& office, FilingId id, QueueEnd where) {
  const SimTime due = due_of(world, id);
  auto& last = office.last_due;
  const auto at = where == QueueEnd::front ? last.lower_bound(due) : last.upper_bound(due);
  insert_after(world, office.queue[0], at == last.begin() ? FilingId{} : std::prev(at)->second, id);
  if (where == QueueEnd::back || at == last.end() || at->first != due) last[due] = id;
}

void take_out_by_due(World& world, Office& office, FilingId id) {
  const auto at = office.last_due.find(due_of(world, id));
  if (at->second == id) {
    const FilingId previous = world.at(id).previous;
    if (previous && due_of(world, previous) == at->first)
      at->second = previous;
    else
      office.last_due.erase(at);
  }
  take_out(world, office.queue[0], id);
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
  if (rule.discipline == Discipline::due) return insert_by_due(sim.world, office, id, where);
  FilingList& list = office.queue[queue_of(rule, filing)];
  where == QueueEnd::front ? prepend(sim.world, list, id) : append(sim.world, list, id);
}

void leave_queue(Simulation& sim, FilingId id) {
  const Filing& filing = sim.world.at(id);
  Office& office = sim.world.at(filing.office);
  const StageRule& rule = rule_of(sim, office);
  --office.waiting;
  if (rule.discipline == Discipline::due) return take_out_by_due(sim.world, office, id);
  take_out(sim.world, office.queue[queue_of(rule, filing)], id);
}

FilingId take_next(World& world, Office& office, const StageRule& rule) {
  for (FilingList& list : office.queue)
    if (const FilingId next = list.first) {
      rule.discipline == Discipline::due ? take_out_by_due(world, office, next) : take_out(world, list, next);
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
  office.last_due.clear();
  std::stable_sort(waiting.begin(), waiting.end(),
                   [&](FilingId a, FilingId b) { return sim.world.at(a).arrived < sim.world.at(b).arrived; });
  for (const FilingId filing : waiting) join_queue(sim, filing, QueueEnd::back);
}

void await_date(World& world, Office& office, FilingId id) { append(world, office.decided, id); }
void leave_dates(World& world, Office& office, FilingId id) { take_out(world, office.decided, id); }

}  // namespace poldyn
