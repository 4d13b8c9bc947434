#pragma once

#include <cstdint>
#include <optional>

#include "sim/base/sim_time.h"

namespace poldyn {

/// The next point of a Poisson process whose rate may change while it is waited for. What was drawn is kept as expected
/// points that are left (`left`, from `since`), so that another rate moves the point and makes no other. `due` holds
/// while running; `left` while stopped or beyond, and is empty if nothing was drawn yet. core/clocks.h changes it.
struct PoissonClock {
  enum class State : std::uint8_t {
    off,      ///< the process is switched off
    running,  ///< the point is at `due`
    beyond,   ///< no point until the horizon; when it comes no time may be able to say
    stopped   ///< the rate is 0
  };
  SimTime due{};
  std::optional<double> left;  ///< stopped, beyond: expected points until the next, from `since`, if that was drawn
  SimTime since{};
  std::uint32_t ordinal = 0;     ///< of that point
  std::uint16_t generation = 0;  ///< tells a pending event from one that was called off
  State state = State::off;
};

/// Clocks of one vendor.
struct VendorClocks {
  PoissonClock exit;
  PoissonClock spinoff;
};

}  // namespace poldyn
