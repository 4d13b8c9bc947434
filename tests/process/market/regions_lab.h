#pragma once

#include <cstdint>

#include "sim/process/dispatch/dispatch.h"
#include "sim/process/dispatch/start.h"

/// Small worlds for tests of regions that ask for different things.
namespace poldyn::lab {

/// Regions of equal size with 8 requirements; forks cost nothing and take 20 days and 3 per requirement. A release
/// every 100 days.
Scenario free_forks(std::int64_t regions, std::int64_t vendors);

/// Four regions of unequal size, vendors that come and go, tenders and approvals.
Scenario four_regions();

/// Two regions that differ in some requirements.
Scenario two_regions(std::int64_t vendors = 1);
/// Everything that a large bloc of four regions has.
Scenario busy_regions();

/// Requirements in which the first two groups differ.
int bits_between_regions(const Simulation& sim);
/// A key whose two regions differ in at least `bits` requirements.
RunKey key_with(const Scenario& scenario, int bits);

inline const BlocTally& tally_of(const Simulation& sim) { return sim.world.blocs[0].tally; }
inline const VendorForks& yard(const Simulation& sim, std::size_t vendor = 0) {
  return sim.world.vendor_forks.at(vendor);
}

}  // namespace poldyn::lab
