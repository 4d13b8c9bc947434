#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/runs/scenario_mixture.h"
#include "sim/reading/scenario_file.h"

namespace poldyn::app {

/// Differences that switch together, by their place in ScenarioMixture::differences().
struct RulePart {
  std::string name;
  std::vector<std::size_t> differences;
};

/// A group of rules. One that is not divided is a single part of its own name.
struct RuleGroup {
  std::string name;
  std::vector<RulePart> parts;
  std::vector<std::size_t> differences() const;
};

/// What rules are grouped by where the user names no groups.
enum class GroupBy { layer, table, parameter };

struct GroupingOptions {
  std::vector<std::string> named = {};   ///< "governance=bloc.*.registration,bloc.*.stage"
  std::vector<std::string> joined = {};  ///< "deployment+governance": groups that switch together
  std::vector<std::string> inside = {};  ///< groups to divide again; patterns
  GroupBy by = GroupBy::layer;
};

struct Grouping {
  std::vector<RuleGroup> groups;
  std::vector<std::string> notes;  ///< what the user may not expect
};

/// Every difference in one group. By layer: that file among those that B, or A, extends and the other does not, which
/// set the rule last; rules that no such file sets are grouped by their tables, or are one group if layers and tables
/// are more than can all be switched apart, which a note tells. Where the user names groups, what none of
/// them names is one more. A group is divided by tables or, if it is one table, by parameters. Throws Failure for names
/// that find nothing and for a difference that two groups claim.
Grouping group_rules(const std::vector<RuleDifference>& differences, const Reading& a, const Reading& b,
                     const GroupingOptions& options);

}  // namespace poldyn::app
