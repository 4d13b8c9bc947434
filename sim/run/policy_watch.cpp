#include "sim/run/policy_watch.h"

#include "sim/process/rule_changes/policy.h"

namespace poldyn {

void watch_policies(Simulation& sim, const Recorder& recorder) {
  const auto value_of = [&](const ConditionStep& step) { return recorder.latest(step.metric, step.bloc, step.index); };
  for (std::size_t i = 0; i < sim.world.policies.size(); ++i) {
    const PolicyRule& rule = sim.rules.policies[i];
    const Waits waits = policy_waits(sim, i);
    if (waits == Waits::when && holds(rule.condition, value_of)) fire_policy(sim, i);
    if (waits == Waits::release_when && holds(rule.release, value_of)) release_policy(sim, i);
  }
}

}  // namespace poldyn
