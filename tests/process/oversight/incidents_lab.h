#pragma once

#include <cstdint>

#include "tests/process/lab.h"

/// Small worlds for tests of incidents and of what follows from them.
namespace poldyn::lab {

/// Vendors alike, with a release every 100 days from day 100 on, that share all use; robustness stays 0. Users choose
/// at the market epochs, so the first that uses anything is day 120.
inline Scenario failing(std::int64_t vendors, double rate, double demand) {
  Scenario s = plain(vendors);
  s.mechanisms.market = s.mechanisms.incidents = true;
  s.incidents = {rate, 3, 0.1, 0.7, 1e6, 0, 0};
  north(s).market.epoch = Days{30};
  north(s).market.demand_per_year = demand;
  north(s).market.demand_growth_per_year = 0;
  north(s).tolerance.tolerance = 1e6;
  return s;
}

/// One vendor and one release.
inline Scenario alone(double rate, double demand) {
  Scenario s = failing(1, rate, demand);
  s.capability.release_gain_oom = 10;
  return s;
}

inline constexpr double first_use = 120;

template <class Look>
void at_incidents(Simulation& sim, Look&& look) {
  std::uint64_t before = 0;
  double harm = 0;
  watch(sim, [&](const Event& event, const World& world) {
    const BlocTally& tally = world.blocs[0].tally;
    if (tally.incidents != before) look(event, tally.harm - harm);
    before = tally.incidents;
    harm = tally.harm;
  });
}

}  // namespace poldyn::lab
