#pragma once

#include <algorithm>

#include "sim/base/param.h"

namespace poldyn {

/// One step of the ladder of paradigms (Dosi 1982): a landscape of its own, what it is worth to begin with, and its
/// limit.
struct ParadigmRule {
  double base_oom = 0;
  double ceiling_oom = 100;
  double switching_oom = 0.3;
  double expected_fitness = 0.5;
  double discovery = 0.005;
  double directed_discovery = 0.005;

  static constexpr auto params() {
    using P = ParadigmRule;
    return std::to_array<ParamRow>({
        row<&P::base_oom>("base_oom", Unit::oom, {-100, 100},
                          "effective compute that a design of fitness 0 is worth in this paradigm", assumed(0, 5)),
        row<&P::ceiling_oom>("ceiling_oom", Unit::oom, {-100, 200}, "most that any design is worth in this paradigm",
                             assumed(2, 10)),
        row<&P::switching_oom>("switching_oom", Unit::oom, {0, 100},
                               "compute that the first project after a switch to it loses", assumed(0, 1)),
        row<&P::expected_fitness>("expected_fitness", Unit::share, {0, 1},
                                  "fitness that vendors expect of their first design in it; 0.5 is a random design's",
                                  assumed(0.5, 0.8)),
        row<&P::discovery>("discovery", Unit::share, {0, 1},
                           "probability that a long jump of a vendor that knows all before it finds it",
                           assumed(0.0005, 0.05)),
        row<&P::directed_discovery>("directed_discovery", Unit::share, {0, 1},
                                    "probability that a directed project of such a vendor finds it",
                                    assumed(0.0005, 0.05)),
    });
  }
};

/// What a design of this fitness is worth, in OOM of effective compute.
constexpr double efficiency(const ParadigmRule& rule, double fitness_oom, double fitness) {
  return std::min(rule.base_oom + fitness_oom * fitness, rule.ceiling_oom);
}

/// Gain that a vendor expects of its next model if that is made in the paradigm, over a design that is worth `now`.
constexpr double expected_gain(const ParadigmRule& rule, double fitness_oom, double now) {
  return efficiency(rule, fitness_oom, rule.expected_fitness) - rule.switching_oom - now;
}

/// How knowledge of a paradigm spreads in a bloc.
struct DiffusionRule {
  Days lag{365};
  Days foreign_lag{730};

  static constexpr auto params() {
    using D = DiffusionRule;
    return std::to_array<ParamRow>({
        row<&D::lag>("lag", Unit::day, {0, 36525}, "time from a discovery in the bloc until all its vendors know of it",
                     assumed(90, 1096)),
        row<&D::foreign_lag>("foreign_lag", Unit::day, {0, 36525},
                             "time from a discovery in another bloc until all vendors of this one know of it",
                             assumed(120, 3652)),
    });
  }
};

}  // namespace poldyn
