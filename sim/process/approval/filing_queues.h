#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

// The lists that filings wait in: for a reviewer, in the order of the office's discipline, and for a decision date.

inline const StageRule& rule_of(const Simulation& sim, const Office& office) {
  return sim.rules_of(office.bloc).stages[office.stage].rule;
}

/// Puts a filing into the queue of the office where it is: at an end, or, where the earliest deadline or the shortest
/// way comes first, at that end of those that are due when it is, or have as long a way.
void join_queue(Simulation& sim, FilingId filing, QueueEnd where);
/// Precondition: the filing waits in its office's queue.
void leave_queue(Simulation& sim, FilingId filing);
/// Takes out the next to be reviewed. Precondition: one waits.
FilingId take_next(Simulation& sim, Office& office);
/// Puts the waiting into the queues that the discipline asks for, in the order in which they came.
void sort_queues(Simulation& sim, OfficeId office);

/// For a decision date: first come, first served.
void await_date(World& world, Office& office, FilingId filing);
/// Precondition: the filing awaits a date there.
void leave_dates(World& world, Office& office, FilingId filing);

}  // namespace poldyn
