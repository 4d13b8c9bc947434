#pragma once

#include <cstdint>

#include "sim/base/sim_time.h"

namespace poldyn {

/// When a vendor's product fails next: a Poisson process in the product's own integrated hazard. The hazard that is
/// left to run through is drawn once per incident, so rules and markets move an incident in time and make no other.
struct IncidentClock {
  double left = 0;    ///< integrated hazard until the next incident
  double hazard = 0;  ///< incidents per M$ of the bloc's demand since `since`
  SimTime since{};
  std::uint32_t project = 0;     ///< of the release that it belongs to
  std::uint32_t incidents = 0;   ///< of that release so far
  std::uint32_t generation = 0;  ///< tells the incident that is scheduled from one that is no longer due
};

}  // namespace poldyn
