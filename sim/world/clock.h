#pragma once

#include <cstdint>
#include <optional>

#include "sim/base/sim_time.h"

namespace poldyn {

/// The next point of a Poisson process whose rate may change while it is waited for.
struct Clock {
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
  Clock exit;
  Clock spinoff;
};

}  // namespace poldyn
