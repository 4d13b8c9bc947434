#pragma once

#include <cstdint>

#include "sim/process/simulation.h"

/// Small worlds for tests of regions that ask for different things.
namespace poldyn::lab {

/// Regions of equal size with 8 requirements; forks cost nothing and take 20 days and 3 per requirement. A release
/// every 100 days.
Scenario free_forks(std::int64_t regions, std::int64_t vendors);

/// Four regions of unequal size, vendors that come and go, tenders and approvals.
Scenario four_regions();

inline const ForkYard& yard(const Simulation& sim, std::size_t vendor = 0) { return sim.world.fork_yards.at(vendor); }

}  // namespace poldyn::lab
