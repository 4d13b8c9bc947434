#pragma once

#include "sim/base/param.h"

namespace poldyn {

/// How closed designs become known. Only imitators gain: a leak hands over neither weights nor the compute in them.
struct SpilloverRule {
  double leak_rate_per_year = 0.2;

  static constexpr auto params() {
    using S = SpilloverRule;
    return std::to_array<ParamRow>({
        row<&S::leak_rate_per_year>("leak_rate", Unit::per_year, {0, 1e4},
                                    "rate at which the design of a closed model in service becomes known in its bloc",
                                    assumed(0, 1)),
    });
  }
};

}  // namespace poldyn
