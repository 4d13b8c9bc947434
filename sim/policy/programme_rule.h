#pragma once

#include "sim/base/elementary.h"
#include "sim/policy/subsidy_rule.h"

namespace poldyn {

/// Directed programmes: the state sets a design as the target, and projects work towards it with pooled compute.
struct ProgrammeRule {
  double share = 0;
  Eligible eligible = Eligible::affiliated;
  Days first{365};
  Days interval{5 * days_per_year};
  Days length{5 * days_per_year};
  double copied_share = 0.3;
  double pooling = 0.5;

  static constexpr auto params() {
    using P = ProgrammeRule;
    return std::to_array<ParamRow>({
        row<&P::share>("share", Unit::share, {0, 1},
                       "probability that a project of an eligible vendor is directed while a programme runs",
                       assumed(0, 1)),
        row<&P::eligible>("eligible", "whose projects a programme may direct", by_design()),
        row<&P::first>("first", Unit::day, {0, 36525}, "start of the first programme", by_design()),
        row<&P::interval>("interval", Unit::day, {0, 36525}, "time between starts of programmes; 0 has only the first",
                          assumed(365, 3652)),
        row<&P::length>("length", Unit::day, {0, 36525}, "time for which a programme begins projects",
                        assumed(365, 3652)),
        row<&P::copied_share>(
            "copied_share", Unit::share, {0, 1},
            "probability that a directed project takes over a bit in which it differs from the target",
            assumed(0.1, 1)),
        row<&P::pooling>("pooling", Unit::none, {0, 1},
                         "decades that a directed project gains per decade of the programme's compute over its own",
                         assumed(0, 1)),
    });
  }
};

/// Decades that a project gains whose own compute is part of the pool.
inline double pooled_gain(const ProgrammeRule& rule, double pool, double own) {
  return pool > own ? rule.pooling * log10(pool / own) : 0;
}

}  // namespace poldyn
