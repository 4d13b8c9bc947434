#pragma once

#include "sim/process/simulation.h"

namespace poldyn {

/// Starts the clock of an approval that holds until `ends`, if approvals of this bloc expire.
void start_validity(Simulation& sim, ModelId model, SimTime ends);
/// End of an approval given now.
SimTime end_of_new_term(const Simulation& sim, const Vendor& vendor);

/// A renewal that is under way renews the approval, and so whatever stands on it.
void pass_on_renewal(World& world, ModelId from, ModelId to);

/// What follows from the decision on a renewal of `model`.
void renewal_approved(Simulation& sim, ModelId model);
void renewal_refused(Simulation& sim, ModelId model);

}  // namespace poldyn
