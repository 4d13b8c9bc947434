#pragma once

#include "sim/base/param.h"

namespace poldyn {

/// Money of vendors beyond what their class says.
struct FinanceRule {
  double project_share = 0.3;
  double shock_sd = 0;

  static constexpr auto params() {
    using F = FinanceRule;
    return std::to_array<ParamRow>({
        row<&F::project_share>("project_share", Unit::share, {0, 1},
                               "share of its cash that a vendor puts into a project, if above the least cost",
                               assumed(0.1, 0.6)),
        row<&F::shock_sd>("shock_sd", Unit::none, {0, 2},
                          "standard deviation of log cash per market epoch from funding luck", assumed(0, 0.3)),
    });
  }
};

}  // namespace poldyn
