#pragma once

#include "sim/observe/recorder.h"
#include "sim/process/core/simulation.h"

namespace poldyn {

/// Asks the conditions of triggered policies at the sample that was just taken, all of them at the same one, and
/// schedules what follows at once. To be called after each sample.
void watch_policies(Simulation& sim, const Recorder& recorder);

}  // namespace poldyn
