#pragma once

#include <array>

#include "sim/base/sim_time.h"
#include "sim/world/kinds.h"

namespace poldyn {

/// Where the time of one release went. Each moment since `start` is charged to exactly one cause, so the parts sum to
/// the whole in ticks by construction; a test holds every release of every scenario to it.
struct Delay {
  SimTime start{};  ///< start of the project
  SimTime mark{};   ///< up to here time has been charged
  std::array<Ticks, causes> parts{};

  static Delay from(SimTime start) { return {start, start, {}}; }
  void charge(Cause cause, SimTime now) {
    parts[static_cast<std::size_t>(cause)] += now - mark;
    mark = now;
  }
  Ticks of(Cause cause) const { return parts[static_cast<std::size_t>(cause)]; }
};

}  // namespace poldyn
