#pragma once

#include "sim/base/param.h"

namespace poldyn {

/// Which releases others may build on.
struct OpennessRule {
  double release_factor = 1;
  Days visibility_lag{120};
  double foreign_visibility = 0;
  bool api_access = true;
  double api_fee = 0.3;
  std::vector<std::string> source_blocs;
  std::vector<double> source_visibility;

  static constexpr auto params() {
    using O = OpennessRule;
    return std::to_array<ParamRow>({
        row<&O::release_factor>("release_factor", Unit::none, {0, 100},
                                "multiplies each class's probability of open weights (capped at 1)", assumed(0, 2)),
        row<&O::visibility_lag>("visibility_lag", Unit::day, {0, 36525},
                                "delay before others can build on open weights",
                                sourced("open weights lag the frontier by 3.5 months (2025) to 12 (2024), "
                                        "data/figures.csv",
                                        0, 365)),
        row<&O::foreign_visibility>("foreign_visibility", Unit::share, {0, 1},
                                    "probability that an open release of another bloc can be used here", assumed(0, 1)),
        row<&O::source_blocs>("source_blocs", "blocs for which source_visibility holds in place of foreign_visibility",
                              by_design()),
        row<&O::source_visibility>("source_visibility", Unit::share, {0, 1},
                                   "foreign_visibility of each of source_blocs, in their order", assumed(0, 1)),
        row<&O::api_access>("api_access", "applications may be built on deployed closed models of the bloc",
                            by_design()),
        row<&O::api_fee>("api_fee", Unit::share, {0, 1},
                         "share of an application's sales that goes to the maker of the closed model it calls",
                         assumed(0.1, 0.5)),
    });
  }

  /// Probability that what others may build on or imitate in the bloc `source` can be so used here.
  double visibility_of(const std::string& source) const {
    for (std::size_t i = 0; i < source_blocs.size(); ++i)
      if (source_blocs[i] == source) return source_visibility[i];
    return foreign_visibility;
  }
};

}  // namespace poldyn
