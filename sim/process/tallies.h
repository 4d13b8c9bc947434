#pragma once

#include "sim/world/world.h"

namespace poldyn {

// Counts that only observers read. They live in the world because what they count passes too fast to be seen from outside.

/// Brings an office's time integrals up to `now`; to be called before its numbers change.
void count_office(Office& office, SimTime now);
/// Brings the integral of a bloc's number of vendors up to `now`, likewise.
void count_vendors(Bloc& bloc, SimTime now);
/// Forgets the warm-up.
void reset_tallies(World& world, SimTime now);

}  // namespace poldyn
