#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Compute that the vendor's own money buys its present project, in decades.
double own_compute_oom(const Simulation& sim, const Vendor& vendor);
/// Whether the rules as they are ask for an approval of what a project with so much compute makes.
bool will_file(const Simulation& sim, const Vendor& vendor, double compute_oom);

/// Pays for and begins the vendor's next project: at its entry, when its training ends (end_training), or when what it
/// waited for is decided (resume_work); its length is drawn from (training, vendor, project).
void start_project(Simulation& sim, VendorId vendor);

/// Begins the next project of a vendor that has waited for a decision (VendorRule::works_ahead is false).
void resume_work(Simulation& sim, VendorId vendor);

}  // namespace poldyn
