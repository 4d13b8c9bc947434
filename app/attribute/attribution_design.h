#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "analysis/attribution/attribution.h"
#include "app/attribute/rule_groups.h"

namespace poldyn::app {

/// Which worlds it takes to divide a difference among these groups, whose parts are numbered as parts_of() does. All,
/// if `orders` is not given and there are at most 8 groups, 8 parts in each and 4096 worlds; else those that so many
/// orders of each replicate pass through, 8 if it is not given. Throws Failure for an odd number of orders, for more
/// parts than a coalition can hold and for more runs than anybody makes.
analysis::AttributionDesign design_of(const std::vector<RuleGroup>& groups, std::size_t replicates,
                                      std::optional<std::size_t> orders);

}  // namespace poldyn::app
