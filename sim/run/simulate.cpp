#include "sim/run/simulate.h"

#include <algorithm>

#include "sim/observe/recorder.h"
#include "sim/process/dispatch/dispatch.h"
#include "sim/process/dispatch/start.h"
#include "sim/run/policy_watch.h"
#include "sim/run/working_order.h"

namespace poldyn {

RunShape shape_of(const Scenario& scenario) {
  std::size_t stages = 0;
  for (const BlocRules& bloc : scenario.blocs) stages = std::max(stages, bloc.stages.size());
  return {scenario.blocs.size(),    sample_times(scenario).size(), scenario.domains.size(), stages,
          scenario.policies.size(), rule_names(scenario).size()};
}

std::vector<SimTime> sample_times(const Scenario& scenario) {
  std::vector<SimTime> times;
  const SimTime end{to_ticks(scenario.run.horizon)};
  const Ticks step = to_ticks(scenario.run.sample_interval);
  for (SimTime at{}; at <= end; at += step) times.push_back(at);
  return times;
}

RunResult record_run(Simulation& sim, const std::atomic<bool>* stop, std::atomic<std::int64_t>* now) {
  Recorder recorder(sim.world, shape_of(sim.rules), sim.rules.record.releases, sim.rules.record.events);
  const Ticks step = to_ticks(sim.rules.run.sample_interval);
  sim.schedule(SimTime{}, phase::observes, EventKind::sampled, 0);
  const auto go_on = [&] {
    if (stop && stop->load(std::memory_order_relaxed)) throw Interrupted();
    return true;
  };
  run(
      sim,
      [&](const Event& event, const World& world) {
        recorder.seen(event, world);
        if (static_cast<EventKind>(event.what.kind) != EventKind::sampled) return;
        recorder.sample(event.at, world);
        watch_policies(sim, recorder);
        if (now) now->store(event.at.time_since_epoch().count(), std::memory_order_relaxed);
        sim.schedule(event.at + step, phase::observes, EventKind::sampled, 0);
      },
      go_on);
  close_books(sim, sim.end);
  return recorder.finish(sim.end, sim.world);
}

RunResult simulate(const Scenario& scenario, RunKey key, const std::atomic<bool>* stop,
                   std::atomic<std::int64_t>* now) {
  const WorkingOrder order = order_of_names(scenario);
  Simulation sim = start(order.as_written() ? scenario : in_order(scenario, order), key);
  RunResult result = record_run(sim, stop, now);
  restore(result, scenario, order);
  result.seed = key.seed;
  result.replicate = key.replicate;
  return result;
}

}  // namespace poldyn
