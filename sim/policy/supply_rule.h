#pragma once

#include "sim/base/param.h"

namespace poldyn {

/// Compute that a bloc's vendors can have.
struct SupplyRule {
  double offset_oom = 0;
  double growth_oom_per_year = 0.653;
  double budget_elasticity = 1;

  static constexpr auto params() {
    using S = SupplyRule;
    return std::to_array<ParamRow>({
        row<&S::offset_oom>("offset_oom", Unit::oom, {-20, 20}, "compute at the start over that of the vendor's class",
                            assumed(-1, 0.5)),
        row<&S::growth_oom_per_year>("growth", Unit::oom_per_year, {-5, 5}, "growth of compute at a constant budget",
                                     sourced("4.5x a year for notable models, 3x in a constrained bloc "
                                             "(Epoch AI; data/figures.csv)", 0.4, 0.95)),
        row<&S::budget_elasticity>("budget_elasticity", Unit::none, {0, 2},
                                   "decades of compute per decade of money beyond the least project cost",
                                   assumed(0.5, 1)),
    });
  }
};

}  // namespace poldyn
