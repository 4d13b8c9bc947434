#pragma once

#include <cstddef>

#include "sim/process/dispatch/start.h"

/// What stands in the books of a bloc.
namespace poldyn::lab {

inline const Books& books(const Simulation& sim, std::size_t bloc = 0) { return sim.world.blocs[bloc].books; }
inline Money entered(const Simulation& sim, Heading heading) {
  return books(sim).heading[static_cast<std::size_t>(heading)];
}

}  // namespace poldyn::lab
