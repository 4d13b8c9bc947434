#pragma once

#include "sim/process/simulation.h"

namespace poldyn {

/// Takes a deployed product off the market for a time drawn from `stream` by the bloc's rule. Precondition: the vendor
/// has an offer.
void suspend(Simulation& sim, VendorId vendor, Stream& stream);

/// What follows from the decision on the re-approval of a suspended product. A refused one stays off the market until
/// another release takes its place.
void reapproved(Simulation& sim, ModelId model);

}  // namespace poldyn
