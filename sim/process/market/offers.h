#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Room for so many rows, so that growing does not hold two copies; memory is taken when a row is first used.
void reserve_rows(Market& market, Eigen::Index rows);

/// Puts a vendor's product on its bloc's market, or the new product in the old one's place, users and feedback
/// included.
void place_offer(Simulation& sim, VendorId vendor);

/// Takes a vendor's offer off the market; its users choose anew at the next epoch. The vendor keeps its feedback,
/// which fades as it does on the market.
void remove_offer(World& world, VendorId vendor);

}  // namespace poldyn
