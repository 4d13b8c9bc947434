#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Gathers a bloc's regions anew after a change of what they ask for. Users stay with what they use, and what is in
/// service stays: where no version of an offer meets the new requirements, the one that was there stays as a fork, to
/// be fitted at the next release. A build under way goes on if a group asks for what it is made for.
void regroup(Simulation& sim, BlocId bloc);

}  // namespace poldyn
