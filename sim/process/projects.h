#pragma once

#include "sim/process/simulation.h"

namespace poldyn {

/// Pays for and begins the vendor's next project; its length is drawn from (training, vendor, project).
void start_project(Simulation& sim, VendorId vendor);

/// Begins the next project of a vendor that has waited for a decision (VendorRule::works_ahead is false).
void resume_work(Simulation& sim, VendorId vendor);

}  // namespace poldyn
