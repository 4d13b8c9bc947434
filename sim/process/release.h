#pragma once

#include "sim/process/simulation.h"

namespace poldyn {

/// Takes a finished model on its way: deployment if no permission is needed, else a filing now or later.
void bring_to_market(Simulation& sim, const Model& model);

/// Files the held candidate if the vendor may and wants to, or sees to it that this is tried again.
void try_file_candidate(Simulation& sim, VendorId vendor);

/// Whether the rules as they are ask for an approval of the model.
bool needs_approval(const Simulation& sim, const Model& model);
/// Under changed rules: the held candidate may need no filing any more, or may be filed sooner.
void reconsider_candidate(Simulation& sim, VendorId vendor);
/// A model in service that must file now, files; if it has no approval at the end of the transition it leaves the market.
void call_in(Simulation& sim, ModelId model);

/// Puts a model into service at `when`.
void schedule_deployment(Simulation& sim, ModelId model, SimTime when);

/// What follows from the decision on a release: `model` is deployed, or given up.
void release_approved(Simulation& sim, ModelId model);
void release_refused(Simulation& sim, ModelId model, ProjectEnd end);

void discard_candidate(Simulation& sim, VendorId vendor);
void retire_product(Simulation& sim, VendorId vendor);

}  // namespace poldyn
