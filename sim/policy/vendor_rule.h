#pragma once

#include "sim/base/param.h"

namespace poldyn {

/// How vendors of every class behave.
struct VendorRule {
  bool works_ahead = true;
  double adoption_gain_oom = 0.1;
  double choice_noise_oom = 0.1;
  double refresh_gain_oom = 0.1;
  double wait_memory = 0.1;
  double mode_sensitivity = 3;
  double mode_memory = 0.2;

  static constexpr auto params() {
    using V = VendorRule;
    return std::to_array<ParamRow>({
        row<&V::works_ahead>("works_ahead", "the next project starts while the last one is under review", by_design()),
        row<&V::adoption_gain_oom>("adoption_gain_oom", Unit::oom, {-100, 100},
                                   "gain over the own model that a base must offer to be adopted", assumed(0, 0.5)),
        row<&V::choice_noise_oom>("choice_noise_oom", Unit::oom, {0, 100},
                                  "scale of the Gumbel noise in the choice of a base; 0 takes the best",
                                  assumed(0, 0.5)),
        row<&V::refresh_gain_oom>("refresh_gain_oom", Unit::oom, {0, 100},
                                  "gain that makes an application move to a new base", assumed(0, 0.5)),
        row<&V::wait_memory>("wait_memory", Unit::share, {0, 1},
                             "weight of the latest decision in the wait that vendors expect", assumed(0.02, 0.5)),
        row<&V::mode_sensitivity>("mode_sensitivity", Unit::none, {0, 1e3},
                                  "utility per OOM that a way of search is known to gain; 0 leaves the propensities",
                                  assumed(0, 10)),
        row<&V::mode_memory>("mode_memory", Unit::share, {0, 1},
                             "weight of the latest project in what a way of search is known to gain",
                             assumed(0.05, 0.5)),
    });
  }
};

}  // namespace poldyn
