#pragma once

#include "sim/base/param.h"

namespace poldyn {

/// How long the world is simulated and how often it is looked at.
struct RunSettings {
  Days horizon{10 * days_per_year};
  Days warmup{0};
  Days sample_interval{days_per_month};
  std::int64_t seed = 1;
  std::int64_t replicates = 1;

  static constexpr auto params() {
    using R = RunSettings;
    return std::to_array<ParamRow>({
        row<&R::horizon>("horizon", Unit::day, {1e-3, 100 * days_per_year}, "simulated time", by_design()),
        row<&R::warmup>("warmup", Unit::day, {0, 100 * days_per_year}, "time at the start that run totals leave out",
                        by_design()),
        row<&R::sample_interval>("sample_interval", Unit::day, {1e-3, 100 * days_per_year},
                                 "time between samples of the metrics", by_design()),
        row<&R::seed>("seed", Unit::count, {0, 9.2e18}, "base seed; --seed overrides it", by_design()),
        row<&R::replicates>("replicates", Unit::count, {1, 1e6}, "independent repetitions; --replicates overrides it",
                            by_design()),
    });
  }
};

}  // namespace poldyn
