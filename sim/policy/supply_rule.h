#pragma once

#include <limits>

#include "sim/base/elementary.h"
#include "sim/base/param.h"
#include "sim/base/sim_time.h"

namespace poldyn {

/// Compute that a bloc's vendors can have.
struct SupplyRule {
  double offset_oom = 0;
  double growth_oom_per_year = 0.653;
  double budget_elasticity = 1;
  double capacity_per_year = 0;
  double capacity_growth_per_year = 0;

  static constexpr auto params() {
    using S = SupplyRule;
    return std::to_array<ParamRow>({
        row<&S::offset_oom>("offset_oom", Unit::oom, {-20, 20}, "compute at the start over that of the vendor's class",
                            assumed(-1, 0.5)),
        row<&S::growth_oom_per_year>("growth", Unit::oom_per_year, {-5, 5}, "growth of compute at a constant budget",
                                     sourced("4.5x a year for notable models, 3x in a constrained bloc "
                                             "(Epoch AI; data/figures.csv)",
                                             0.4, 0.95)),
        row<&S::budget_elasticity>("budget_elasticity", Unit::none, {0, 2},
                                   "decades of compute per decade of money beyond the least project cost",
                                   assumed(0.5, 1)),
        row<&S::capacity_per_year>(
            "capacity", Unit::money_per_year, {0, 1e9},
            "most compute that the bloc's projects can buy, at the reference price; 0 has no limit",
            assumed(100, 10000)),
        row<&S::capacity_growth_per_year>("capacity_growth", Unit::per_year, {-5, 5}, "continuous growth of that limit",
                                          assumed(0, 1)),
    });
  }
};

/// Compute that the rule lets a bloc have over (from, to], M$ at the reference price; `shift` is Drift::capacity.
inline double supply_between(const SupplyRule& rule, SimTime from, SimTime to, double shift = 0) {
  const double g = rule.capacity_growth_per_year, years = in_years(to - from);
  if (g == 0) return rule.capacity_per_year * years * exp(shift);
  return rule.capacity_per_year * exp(g * in_years(from) + shift) * expm1(g * years) / g;
}

/// Price at which `ordered` money buys `supply`; never below the reference, infinite if there is nothing to buy.
constexpr double clearing_price(double ordered, double supply) {
  if (ordered <= supply) return 1;
  return supply > 0 ? ordered / supply : std::numeric_limits<double>::infinity();
}

}  // namespace poldyn
