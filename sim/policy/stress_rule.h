#pragma once

#include "sim/base/param.h"

namespace poldyn {

/// A stress test that observers compute: use moves to other domains, at once and for all models. Nothing in a run
/// reads it.
struct StressRule {
  double demand_oom = 0.5;
  double spread_oom = 0.25;
  double robustness_oom = 1;
  double tail = 0.05;

  static constexpr auto params() {
    using S = StressRule;
    return std::to_array<ParamRow>({
        row<&S::demand_oom>("demand_oom", Unit::oom, {-100, 100},
                            "what stressed use asks for beyond what usual use does: median of the logistic law",
                            assumed(0, 1)),
        row<&S::spread_oom>("spread_oom", Unit::oom, {1e-6, 100}, "scale of that law", assumed(0.1, 0.5)),
        row<&S::robustness_oom>("robustness_oom", Unit::oom, {0, 100}, "capability that full robustness is worth then",
                                assumed(0, 2)),
        row<&S::tail>("tail", Unit::share, {1e-6, 1}, "share of the worst stresses that the tail is taken over",
                      by_design("expected shortfall (Rockafellar & Uryasev 2000)")),
    });
  }
};

}  // namespace poldyn
