#pragma once

#include <array>

#include "sim/world/kinds.h"

namespace poldyn {

/// The stress test's setting, for observers.
struct Stress {
  std::array<double, max_domains> weight{};  ///< of the domains that use moves to; sums to 1, or is all 0
  std::array<double, max_domains> usual{};   ///< of the others, likewise
  double demand_oom = 0;
  double spread_oom = 1;
  double robustness_oom = 0;
  double tail = 1;
};

}  // namespace poldyn
