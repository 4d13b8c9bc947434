#pragma once

#include <array>
#include <cstdint>

#include "sim/base/money.h"
#include "sim/base/sim_time.h"

namespace poldyn {

/// What backers know of a vendor, and what it got from them: there is one for each vendor if pools of money pay, or if
/// spin-offs go by size.
///
/// `weight` is kept up to date with what the bloc's `backing_weight` sums: both change when a vendor comes or leaves,
/// in an epoch, and when rules change.
struct Backing {
  double sales_per_year = 0;       ///< M$, as of the last epoch
  double adoptions = 0;            ///< projects of others on its bases, forgotten at e per year, as of `adopted_at`
  SimTime adopted_at{};            ///< of the last of them
  std::array<double, 2> weight{};  ///< by pool
  std::array<std::uint32_t, 2> rounds{};  ///< scheduled so far, by pool
  std::array<bool, 2> awaited{};          ///< one is coming
  Money raised;                           ///< since the end of the warm-up
};

}  // namespace poldyn
