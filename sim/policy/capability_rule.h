#pragma once

#include "sim/base/param.h"

namespace poldyn {

/// From compute, design and experience to capability per domain, in OOM of effective compute.
struct CapabilityRule {
  double use_oom = 1;
  double release_gain_oom = 0.05;

  static constexpr auto params() {
    using C = CapabilityRule;
    return std::to_array<ParamRow>({
        row<&C::use_oom>("use_oom", Unit::oom, {0, 10}, "capability that saturated learning from use adds",
                         assumed(0.2, 2)),
        row<&C::release_gain_oom>("release_gain_oom", Unit::oom, {0, 10},
                                  "mean gain over its product below which a vendor drops a candidate", assumed(0, 0.3)),
    });
  }
};

}  // namespace poldyn
