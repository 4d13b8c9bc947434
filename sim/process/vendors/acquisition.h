#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// A vendor that is about to leave for lack of cash may be bought by a richer one of its bloc, which takes over users,
/// contracts, experience and, if it is the fitter one, the design. Draws from (acquisition, vendor). If nobody buys,
/// nothing changes.
void try_to_sell(Simulation& sim, VendorId vendor);

}  // namespace poldyn
