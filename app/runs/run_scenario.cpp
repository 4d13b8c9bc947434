#include "app/runs/run_scenario.h"

#include <fmt/format.h>

#include "app/console/failure.h"
#include "app/console/interrupt.h"
#include "app/console/progress.h"
#include "sim/run/simulate.h"

namespace poldyn::app {

BatchState run_scenario(const Scenario& scenario, unsigned jobs, bool bar, std::function<void(Outcome&&)> sink) {
  ProgressBar progress(bar);
  Batch batch{.runs = static_cast<std::uint32_t>(scenario.run.replicates),
              .jobs = jobs,
              .horizon_ticks = to_ticks(scenario.run.horizon).count(),
              .run = {},
              .sink = std::move(sink),
              .progress = [&](const BatchState& state) { progress.update(state); },
              .stop = &stop_flag()};
  const auto seed = static_cast<std::uint64_t>(scenario.run.seed);
  batch.run = [&scenario, seed](std::uint32_t replicate, const RunSlot& slot) {
    return simulate(scenario, RunKey{seed, replicate}, &slot.stop, &slot.now);
  };
  return run_batch(batch);
}

void fail_interrupted(const BatchState& state) {
  throw Failure(Exit::interrupted,
                fmt::format("interrupted after {} of {} runs; nothing was written. The same command starts them again.",
                            state.done, state.runs));
}

}  // namespace poldyn::app
