#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// A product fails in use: it does harm, its maker learns from it, and the bloc's rule of tolerance says what follows.
/// Draws from (harm, vendor, project, number), and from (patch, ...) or (suspension, ...), likewise.
void have_incident(Simulation& sim, VendorId vendor, std::uint32_t generation);
/// What an incident or an audit made the vendor mend, is mended in place.
void end_patch(Simulation& sim, ModelId model, std::uint32_t generation);

}  // namespace poldyn
