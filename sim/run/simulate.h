#pragma once

#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "sim/engine/stream.h"
#include "sim/observe/run_result.h"
#include "sim/policy/scenario.h"
#include "sim/process/core/simulation.h"

namespace poldyn {

/// Thrown by simulate() when `stop` became true.
struct Interrupted : std::runtime_error {
  Interrupted() : std::runtime_error("run interrupted") {}
};

/// One run: a pure function of the scenario, the seed and the replicate, safe to call from many threads at once. The
/// order of the scenario's tables orders the results and has no other effect (working_order.h). Ends with Interrupted
/// soon after `stop` became true; writes the simulated time in ticks to `now` at each sample, for another thread to
/// read. Throws std::logic_error if an invariant of the model broke.
RunResult simulate(const Scenario& scenario, RunKey key, const std::atomic<bool>* stop = nullptr,
                   std::atomic<std::int64_t>* now = nullptr);

/// The same for a world that is set up already, in whatever order and under whatever names: what simulate() is made of.
/// Leaves seed and replicate to the caller.
RunResult record_run(Simulation& sim, const std::atomic<bool>* stop = nullptr,
                     std::atomic<std::int64_t>* now = nullptr);

/// Lengths of the axes of every result of `scenario`.
RunShape shape_of(const Scenario& scenario);
/// Times of the samples, the first at 0 and the last at or before the horizon: entries of the time axis.
std::vector<SimTime> sample_times(const Scenario& scenario);

}  // namespace poldyn
