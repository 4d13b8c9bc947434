#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/elementary.h"
#include "sim/base/param.h"

namespace poldyn {

/// What regions of a bloc ask of a model beyond what the bloc has in common, and what it takes to comply.
struct RegionalComplianceRule {
  std::int64_t requirements = 16;
  double heterogeneity = 0.5;
  std::vector<double> zones;
  Law fork_time = lognormal(30, 0.5);
  Days time_per_bit{7};
  double fork_cost = 0.1;
  double cost_per_bit = 0.05;
  double rebuild_share = 0.5;
  double upkeep_per_year = 0.2;
  Days payback{2 * days_per_year};
  double choice_noise = 0.5;

  static constexpr auto params() {
    using C = RegionalComplianceRule;
    return std::to_array<ParamRow>({
        row<&C::requirements>("requirements", Unit::count, {0, 64}, "yes-or-no requirements that each region may set",
                              assumed(4, 64)),
        row<&C::heterogeneity>("heterogeneity", Unit::share, {0, 1},
                               "share of requirements that a region sets by itself; 0 makes all regions the same",
                               by_design("the regime dimension under study")),
        row<&C::zones>(
            "zones", Unit::none, {0, 63},
            "zone of each region, a whole number: regions of one zone ask for the same; [] gives each its own",
            by_design()),
        row<&C::fork_time>("fork_time", Unit::day, {0, 36525},
                           "time to fit a model to other requirements, whatever they are", assumed(7, 120)),
        row<&C::time_per_bit>("time_per_bit", Unit::day, {0, 3652.5}, "further time per differing requirement",
                              assumed(1, 30)),
        row<&C::fork_cost>("fork_cost", Unit::money, {0, 1e6}, "cost of fitting a model to other requirements",
                           assumed(0.02, 2)),
        row<&C::cost_per_bit>("cost_per_bit", Unit::money, {0, 1e6}, "further cost per differing requirement",
                              assumed(0.01, 1)),
        row<&C::rebuild_share>("rebuild_share", Unit::share, {0, 1},
                               "time and cost of bringing a fork up to date, relative to those of a first one",
                               assumed(0.2, 1)),
        row<&C::upkeep_per_year>("upkeep", Unit::money_per_year, {0, 1e6},
                                 "what a fork takes from its vendor's projects", assumed(0.02, 2)),
        row<&C::payback>("payback", Unit::day, {1, 36525}, "time over which a fork must earn its cost",
                         assumed(365, 1826)),
        row<&C::choice_noise>("choice_noise", Unit::none, {0, 100},
                              "noise of the choice which regions to serve, on the log of income over cost; 0 serves "
                              "those that pay",
                              assumed(0, 2)),
    });
  }
};

/// Days that a fork over `differing` requirements takes beyond a draw of fork_time, and all of it.
inline double fork_days(const RegionalComplianceRule& rule, double base_days, int differing, bool rebuild) {
  return (rebuild ? rule.rebuild_share : 1) * (base_days + rule.time_per_bit.count() * differing);
}

/// M$.
inline double fork_price(const RegionalComplianceRule& rule, int differing, bool rebuild) {
  return (rebuild ? rule.rebuild_share : 1) * (rule.fork_cost + rule.cost_per_bit * differing);
}

/// What serving a group of regions is expected to bring and to cost, M$ per year.
struct RegionPayoff {
  double income = 0;
  double cost = 0;
};

/// Probability that a vendor serves the group: a logit choice between serving and not, on log income against log cost,
/// so that it depends on their ratio and not on the unit of money. What costs nothing is done.
inline double chance_to_serve(const RegionalComplianceRule& rule, const RegionPayoff& payoff) {
  if (!(payoff.cost > 0)) return 1;
  if (!(payoff.income > 0)) return 0;
  if (!(rule.choice_noise > 0)) return payoff.income > payoff.cost ? 1 : 0;
  return 1 / (1 + pow(payoff.cost / payoff.income, 1 / rule.choice_noise));
}

/// Whether a uniform number says that a region sets this requirement otherwise than the bloc: with probability h/2,
/// since a requirement that a region sets by itself is a fair coin. Two regions then differ in h (1 - h/2) of them on
/// average.
constexpr bool deviates(const RegionalComplianceRule& rule, double u) { return u < rule.heterogeneity / 2; }

}  // namespace poldyn
