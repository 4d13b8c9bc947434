#pragma once

#include <algorithm>

#include "sim/base/money.h"
#include "sim/base/param.h"

namespace poldyn {

/// What vendors' money buys, and for whom a state contract is. Moves no cash by itself: it says how the books split it.
struct AccountsRule {
  double project_hardware = 0.3;
  double project_cloud = 0.3;
  double serving_hardware = 0.3;
  double serving_cloud = 0.5;
  double surveillance_share = 0.1;

  static constexpr auto params() {
    using A = AccountsRule;
    return std::to_array<ParamRow>({
        row<&A::project_hardware>("project_hardware", Unit::share, {0, 1},
                                  "share of a project's cost that buys hardware", assumed(0.1, 0.6)),
        row<&A::project_cloud>("project_cloud", Unit::share, {0, 1},
                               "share of a project's cost that rents compute; what is left pays the team",
                               assumed(0.1, 0.6)),
        row<&A::serving_hardware>("serving_hardware", Unit::share, {0, 1},
                                  "share of the cost of serving users that buys hardware", assumed(0.1, 0.6)),
        row<&A::serving_cloud>("serving_cloud", Unit::share, {0, 1},
                               "share of the cost of serving users that rents compute; what is left is running cost",
                               assumed(0.1, 0.7)),
        row<&A::surveillance_share>("surveillance_share", Unit::share, {0, 1},
                                    "share of public contracts that is for surveillance and analytics",
                                    assumed(0, 0.4)),
    });
  }
};

/// A sum in three parts that add up to it, to the unit.
struct Split {
  Money hardware;
  Money cloud;
  Money rest;
  Money compute() const { return hardware + cloud; }
};

/// Precondition: 0 <= hardware, cloud and hardware + cloud <= 1.
inline Split split(Money sum, double hardware, double cloud) {
  const Money first = part(hardware, sum);
  const Money second = std::min(part(cloud, sum), sum - first);  // rounding up twice may be a unit too much
  return {first, second, sum - first - second};
}

}  // namespace poldyn
