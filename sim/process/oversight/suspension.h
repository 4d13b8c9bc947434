#pragma once

#include "sim/process/approval/office.h"

namespace poldyn {

/// Takes a deployed product off the market for a time drawn from `stream` by the bloc's rule. Precondition: the vendor
/// has an offer.
void suspend(Simulation& sim, VendorId vendor, Stream& stream);

/// What follows from the decision on the re-approval of a suspended product. A refused one stays off the market until
/// another release takes its place.
void follow_reapproval(Simulation& sim, const Decision& decision);

/// Handler: the time of a suspension is over.
void end_suspension(Simulation& sim, ModelId model, std::uint32_t generation);

}  // namespace poldyn
