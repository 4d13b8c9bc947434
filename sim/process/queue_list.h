#pragma once

#include "sim/world/world.h"

namespace poldyn {

void push_back(World& world, FilingList& list, FilingId filing);
void push_front(World& world, FilingList& list, FilingId filing);
/// Precondition: `filing` is in `list`.
void remove(World& world, FilingList& list, FilingId filing);

}  // namespace poldyn
