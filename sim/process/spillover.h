#pragma once

#include "sim/process/simulation.h"

namespace poldyn {

/// Sees to it that the design of a closed model leaks after an exponential time, if it is still in service then: drawn
/// from (leak, vendor, project). Applications have no design of their own. To be called when a model is first deployed.
void schedule_leak(Simulation& sim, ModelId model);

}  // namespace poldyn
