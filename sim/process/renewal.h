#pragma once

#include "sim/process/simulation.h"

namespace poldyn {

/// Starts the clock of an approval, if approvals of this bloc expire.
void start_validity(Simulation& sim, ModelId model);

/// What follows from the decision on a renewal of `model`.
void renewal_approved(Simulation& sim, ModelId model);
void renewal_refused(Simulation& sim, ModelId model);

}  // namespace poldyn
