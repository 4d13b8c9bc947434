#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/policy/scenario.h"

namespace poldyn::app {

/// A difference between scenarios A and B that cannot be divided: one parameter; or, where A and B do not have the same
/// stages, domains, paradigms, blocs or policies, all of these together, with what names them.
struct RuleDifference {
  std::string name;   ///< "bloc.main.registration.who", "bloc.main.stage"
  std::string table;  ///< "registration", "stage": without the bloc, and without names that a scenario chose
  std::vector<std::string> keys;  ///< dotted keys of all parameters in it
  bool structure = false;         ///< not a single parameter
};

/// A world between A and B.
struct MixedWorld {
  Scenario scenario;  ///< means something only without a fault
  std::string fault;  ///< why no scenario can be so, in the words of who reads scenarios; empty if it can
  bool ok() const { return fault.empty(); }
};

/// Two scenarios, and those that have some rules of either. Title, description, seed, replicates and what is recorded
/// are no rules.
class ScenarioMixture {
 public:
  ScenarioMixture(Scenario a, Scenario b);

  /// In the order of B's tables, then of A's.
  const std::vector<RuleDifference>& differences() const { return differences_; }
  /// A with those differences that `from_b` names from B: read anew from its text, as if a user had written it. All of
  /// them give B, none gives A.
  MixedWorld mixed(const std::vector<bool>& from_b) const;

 private:
  void add_structures();
  void add_parameters();

  Scenario a_, b_;
  std::vector<RuleDifference> differences_;
};

}  // namespace poldyn::app
