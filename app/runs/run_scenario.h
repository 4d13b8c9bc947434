#pragma once

#include <functional>

#include "sim/batch/replicates.h"
#include "sim/policy/scenario.h"

namespace poldyn::app {

/// Runs all replicates of `scenario` under the signals of the user, with a progress bar if `bar`; see run_batch.
/// Throws what `sink` throws.
BatchState run_scenario(const Scenario& scenario, unsigned jobs, bool bar, std::function<void(Outcome&&)> sink);

/// What the user reads after Ctrl-C. Nothing was kept, so the same command starts anew.
[[noreturn]] void fail_interrupted(const BatchState& state);

}  // namespace poldyn::app
