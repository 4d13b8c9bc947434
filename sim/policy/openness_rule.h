#pragma once

#include "sim/base/param.h"

namespace poldyn {

/// Which releases others may build on.
struct OpennessRule {
  double release_factor = 1;
  Days visibility_lag{0};
  double foreign_visibility = 0;
  bool api_access = true;

  static constexpr auto params() {
    using O = OpennessRule;
    return std::to_array<ParamRow>({
        row<&O::release_factor>("release_factor", Unit::none, {0, 100},
                                "multiplies each class's probability of open weights (capped at 1)", assumed(0, 2)),
        row<&O::visibility_lag>("visibility_lag", Unit::day, {0, 36525}, "delay before others can build on a release",
                                assumed(0, 90)),
        row<&O::foreign_visibility>("foreign_visibility", Unit::share, {0, 1},
                                    "probability that an open release of another bloc can be used here",
                                    assumed(0, 1)),
        row<&O::api_access>("api_access", "applications may be built on deployed closed models of the bloc",
                            by_design()),
    });
  }
};

}  // namespace poldyn
