#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Sees to it that the design of a closed model leaks after an exponential time, if it is still in service then: drawn
/// from (leak, vendor, project). Applications have no design of their own. To be called when a model is first deployed.
void schedule_leak(Simulation& sim, ModelId model);
/// Handler: it leaks, in its own bloc and in others that can see it. Draws from (leak, vendor, project, 1) about each.
void leak(Simulation& sim, ModelId model, std::uint32_t generation);

}  // namespace poldyn
