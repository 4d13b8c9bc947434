#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

// The statutory clocks of a filing: they start, stand, go on and end as it goes its way. What happens when one runs out
// is in deadlines.h. Each of these does nothing in a run without the mechanism.

inline bool has_deadlines(const Simulation& sim) { return sim.rules.mechanisms.deadlines; }

/// A filing has been made: the clock of its track starts.
void start_track_clock(Simulation& sim, FilingId filing);
/// It has come to an office: the clock of that stage starts, unless it came back there, and the next deadline is
/// planned.
void come_to_stage(Simulation& sim, FilingId filing);
/// The office has returned it: clocks that stop then stand.
void stop_clocks(Simulation& sim, FilingId filing);
/// It is mended: they run again. `elsewhere`: it goes to another stage than the one that returned it.
void resume_clocks(Simulation& sim, FilingId filing, bool elsewhere);
/// The office's decision, or a deadline, takes it on from its stage. In the first case the stage's clock was kept.
void leave_stage(Simulation& sim, FilingId filing, bool decided);
/// The office's decision ends it: the clocks that are left were kept.
void end_clocks(Simulation& sim, FilingId filing);

/// Schedules the event for the earliest clock that runs, unless one is scheduled that will look.
void plan_deadline(Simulation& sim, FilingId filing);

}  // namespace poldyn
