#include "sim/process/core/simulation.h"

namespace poldyn {

Simulation::Simulation(const Scenario& scenario, RunKey run_key, Identities known_as, std::span<const Mechanism> table)
    : rules(scenario),
      key(run_key),
      identities(std::move(known_as)),
      end(SimTime{to_ticks(scenario.run.horizon)}),
      mechanisms(table) {
  for (const std::uint64_t bloc : identities.blocs) bloc_keys.push_back(key.of(bloc));
  for (const BlocRules& bloc : rules.blocs) filing_rules.push_back(rule_list(rules.mechanisms, bloc));
  world.records.kept = rules.record.filings;
}

}  // namespace poldyn
