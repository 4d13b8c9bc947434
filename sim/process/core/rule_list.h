#pragma once

#include <cstdint>
#include <vector>

#include "sim/policy/scenario.h"
#include "sim/world/clearance.h"

namespace poldyn {

/// A filing rule in the form in which a run asks it.
struct ListedRule {
  FilingRule rule;
  std::uint64_t identity = 0;  ///< of its name, in random streams
  std::size_t place = 0;       ///< in the file
  std::uint8_t family = 0;     ///< place in RuleList::families
  Track track{};
  Track light_track{};
  Track change_track{};
  Track renewal_track{};
};

/// A bloc's rules by name, so that the order of the file moves nothing; where the scenario has none, or the mechanism
/// is off, the one that registration.who makes.
struct RuleList {
  std::vector<ListedRule> rules;
  /// What tells the streams of each family's filings from those of the first, whose streams are those of a bloc with
  /// one rule: identity_of the family's name. So a rule more moves no other's luck, unless its name comes first.
  std::vector<std::uint64_t> families;
};

/// Precondition: the scenario has no contradictions().
RuleList rule_list(const Mechanisms& on, const BlocRules& bloc);

}  // namespace poldyn
