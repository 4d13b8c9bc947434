#pragma once

#include "sim/process/simulation.h"

namespace poldyn {

/// Starts a filing through its track. A track without stages approves at once.
void file(Simulation& sim, const Filing& filing);

/// Takes back all filings of a vendor that leaves. A review under way goes on, to nobody's use.
void withdraw_filings(Simulation& sim, VendorId vendor);

}  // namespace poldyn
