#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Handler: a project ends. What it made goes to market if it is better enough than what its vendor has; then the
/// vendor begins the next, unless it waits for a decision first. Draws from (search, vendor, project) and what search()
/// names.
void end_training(Simulation& sim, VendorId vendor, std::uint32_t project);

}  // namespace poldyn
