#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

// Offices that look for reviewers. Again and again each compares those that it has, and those under way, with what its
// rule follows (StaffingRule), and hires, tells some to leave, or does neither; in between reviewers join, are trained
// and leave. One reviewer always stays: an office without any would be none.

/// Opens the books of all offices' staff, and schedules the first comparison of each in the bloc that follows
/// something.
void schedule_comparisons(Simulation& sim, BlocId bloc);
/// The same books, for offices that learn.
void open_staffs(Simulation& sim, BlocId bloc);
/// After a change of the rules: comparisons come when the present ones say, counted from the last.
void follow_staffing(Simulation& sim, BlocId bloc, const Scenario& before);

/// The reviewers that the office's rule asks for now, which need be no whole number, cut to what it allows and pays.
/// Precondition: the rule follows something.
double wanted_reviewers(const Simulation& sim, OfficeId office);

/// Some leave by themselves, and what is missing is hired or what is too much told to leave. Draws from (staffing, the
/// stage's region, comparison, 2 and further) who leaves, from (..., hire, 0) and (..., dismissal, 1) how long each
/// takes.
void compare_staff(Simulation& sim, OfficeId office, std::uint32_t generation);
/// One joins and begins to review at a trainee's speed.
void join_staff(Simulation& sim, OfficeId office);
/// Those whose training is over are trained.
void finish_training(Simulation& sim, OfficeId office);
/// One who was told to leave does: of trainees who is trained last, and only then one who is trained.
void leave_staff(Simulation& sim, OfficeId office);

}  // namespace poldyn
