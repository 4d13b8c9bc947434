#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

// Work on the test alone, which adds to what the test finds and takes from what the model can do.

/// Whether vendors need a place for what they put into it.
constexpr bool is_tuned(const Mechanisms& on) { return on.tuning && on.scores; }

void make_room_for_tuning(Simulation& sim);

/// Chooses, at its start, what share of the vendor's project goes into work on the test. Returns what that takes from
/// its compute, in OOM.
double tune_project(Simulation& sim, VendorId vendor);

/// What that work adds to what the test finds of a model that the project has trained, in OOM.
double tuning_of(const Simulation& sim, const Model& model);

/// A project has trained a model, of whatever use it is.
void count_tuning(Simulation& sim, VendorId vendor);

}  // namespace poldyn
