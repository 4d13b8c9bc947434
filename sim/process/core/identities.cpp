#include "sim/process/core/identities.h"

#include "sim/base/identity.h"

namespace poldyn {
namespace {

template <class Named>
std::vector<std::uint64_t> of_all(const std::vector<Named>& all) {
  std::vector<std::uint64_t> made;
  made.reserve(all.size());
  for (const Named& one : all) made.push_back(identity_of(one.name));
  return made;
}

}  // namespace

Identities identities_of(const Scenario& scenario) {
  Identities made;
  made.blocs = of_all(scenario.blocs);
  for (const BlocRules& bloc : scenario.blocs) made.stages.push_back(of_all(bloc.stages));
  made.domains = of_all(scenario.domains);
  for (const std::string& name : scenario.standards.names) made.standards.push_back(identity_of(name));
  made.paradigms = of_all(scenario.paradigms);
  return made;
}

}  // namespace poldyn
