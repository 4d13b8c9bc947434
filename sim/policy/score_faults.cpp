#include "sim/policy/score_faults.h"

#include <algorithm>
#include <string>

#include "sim/policy/fault_text.h"

namespace poldyn {

void find_score_faults(const Scenario& scenario, std::vector<Fault>& faults) {
  const std::vector<std::string>& covered = scenario.scores.covered;
  const auto names = [&](const Named<DomainRule>& domain) {
    return std::find(covered.begin(), covered.end(), domain.name) != covered.end();
  };
  for (const std::string& name : covered)
    if (std::none_of(scenario.domains.begin(), scenario.domains.end(),
                     [&](const Named<DomainRule>& domain) { return domain.name == name; }))
      faults.push_back({"scores.covered", "there is no domain '" + name + "'",
                        "domains of the scenario: " + joined(names_in(scenario.domains))});
  if (!scenario.mechanisms.scores) return;
  double demand = 0;
  for (const auto& domain : scenario.domains)
    if (covered.empty() ? domain.rule.kind == DomainKind::in_distribution : names(domain))
      demand += domain.rule.demand_weight;
  if (demand > 0) return;
  faults.push_back({"scores.covered",
                    covered.empty()
                        ? "no domain that anybody has a use for is of kind in_distribution: tests cover nothing"
                        : "nobody has a use for the domains that tests cover",
                    "name other domains: " + joined(names_in(scenario.domains))});
}

}  // namespace poldyn
