#pragma once

#include "sim/process/simulation.h"

namespace poldyn {

/// Whether products of the bloc fail in use at all.
bool can_fail(const Simulation& sim, BlocId bloc);
/// Share of the signals of failure and misuse that use sends by itself; incidents send the rest.
double unbroken_share(const Simulation& sim, BlocId bloc);

// A product's hazard is constant per M$ of the bloc's demand from one change of its use or robustness to the next, so
// the time of its next incident is exact. It is asked for again after each change, and at every market epoch.

/// The vendor's product, its use or its robustness has changed. Draws from (incident, vendor, project, number) for a
/// new release.
void face_use(Simulation& sim, VendorId vendor);
/// Likewise for all offers of the bloc, after a market epoch.
void face_use(Simulation& sim, BlocId bloc);
/// The product leaves the market for now. To be called before its offer is removed.
void stop_clock(Simulation& sim, VendorId vendor);

/// Takes away part of a model's weakness.
void mend(Simulation& sim, ModelId model);

}  // namespace poldyn
