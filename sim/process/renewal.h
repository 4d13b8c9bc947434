#pragma once

#include "sim/process/simulation.h"

namespace poldyn {

/// Starts the clock of an approval that holds until `ends`, or for ever if that is the scenario's start.
void start_validity(Simulation& sim, ModelId model, SimTime ends);
/// End of an approval given now; the scenario's start if it never ends.
SimTime end_of_new_term(const Simulation& sim, const Vendor& vendor);

/// A renewal that is under way renews the approval, and so whatever stands on it.
void pass_on_renewal(World& world, ModelId from, ModelId to);

/// Files a model that is in service.
void file_in_service(Simulation& sim, ModelId model, FilingPurpose purpose, Track track);
/// What follows from the approval of a model that was in service without.
void transition_approved(Simulation& sim, ModelId model);

/// What follows from the decision on a renewal of `model`.
void renewal_approved(Simulation& sim, ModelId model);
void renewal_refused(Simulation& sim, ModelId model);

}  // namespace poldyn
