#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

// What happens at an office and concerns its staff: who comes, what is paid, what is reviewed, and how fast. What
// settles or notes may be called in any run, and does nothing where offices neither hire nor learn.

inline bool has_staff(const Simulation& sim) { return !sim.world.staffs.empty(); }
inline Staff& staff_of(Simulation& sim, OfficeId office) { return sim.world.staffs[office.value]; }

/// Mean speed of the reviewers there are: of a trained one 1. Precondition: has_staff().
double staff_speed(const Simulation& sim, OfficeId office);
/// Speed at which the office would begin a review now: that of its staff, by what practice makes of it.
double review_speed(const Simulation& sim, OfficeId office);
/// Counts and pays who has been there until now: to be called before that or the cost changes. The state pays; with
/// finance off nobody does, and it is counted all the same.
void settle_staff(Simulation& sim, OfficeId office);
/// Of all offices.
void settle_all_staff(Simulation& sim);
/// Pays until then, and leaves what is counted as it is: a run is the same however often that is. Precondition: nobody
/// comes or goes before.
void pay_all_reviewers(Simulation& sim, SimTime until);

/// A filing has come, which the office may turn away.
inline void note_visit(Simulation& sim, OfficeId office) {
  if (has_staff(sim)) ++staff_of(sim, office).came;
}
/// Vendors have paid so much for what the office does, or got it back; M$.
inline void note_fee(Simulation& sim, OfficeId office, double fee) {
  if (has_staff(sim)) staff_of(sim, office).fees_came += fee;
}
/// A review is finished, whatever came of it.
inline void note_review(Simulation& sim, OfficeId office) {
  if (has_staff(sim)) ++staff_of(sim, office).reviews;
}
/// Working time of a review that begins, of the time drawn for it, days. Precondition: has_staff().
double reviewed_in(Simulation& sim, OfficeId office, double drawn);

}  // namespace poldyn
