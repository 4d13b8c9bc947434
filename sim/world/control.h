#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/base/sim_time.h"
#include "sim/world/kinds.h"

namespace poldyn {

/// When a vendor's product fails next: a Poisson process in the product's own integrated hazard. The hazard that is
/// left to run through is drawn once per incident, so rules and markets move an incident in time and make no other.
struct IncidentClock {
  double left = 0;    ///< integrated hazard until the next incident
  double hazard = 0;  ///< incidents per M$ of the bloc's demand since `since`
  SimTime since{};
  std::uint32_t project = 0;    ///< of the release that it belongs to
  std::uint32_t incidents = 0;  ///< of that release so far
  std::uint32_t plan = 0;       ///< tells the incident that is scheduled from one that is no longer due
};

/// A directive that is not carried out yet.
struct Directive {
  std::uint32_t key = 0;       ///< ordinal of those at random, from dated_directives on the others
  std::uint64_t identity = 0;  ///< in random streams: of a dated one its date, for its place in the list may change
  std::uint32_t slot = 0;      ///< its bit in Compliance::with
  SimTime issued{};
  double complied = 0;  ///< use that complies; use is that of the latest market epoch
};
inline constexpr std::size_t most_directives = 64;  ///< pending at once; a further one makes the oldest lapse
inline constexpr std::uint32_t dated_directives = 0x8000;

/// How a vendor's product stands to the pending directives of its bloc.
struct Compliance {
  std::uint64_t with = 0;  ///< a bit for each slot
  double use = 0;          ///< share of the bloc's use as of the latest market epoch
};

struct CarriedOut {
  SimTime issued{};
  SimTime done{};  ///< or given up
};

/// A bloc's directives, and counts since the end of the warm-up that only observers read.
struct Control {
  std::vector<Directive> pending;       ///< oldest first
  std::vector<bool> dated_issued;       ///< by key, less dated_directives
  std::uint16_t dated_plan = 0;         ///< tells dates that hold from those of an earlier rule
  double use = 0;                       ///< sum of Compliance::use
  std::vector<CarriedOut> carried_out;  ///< in order of `done`; all of the run
  std::vector<CarriedOut> lapsed;       ///< likewise, those given up
};

/// The stress test's setting, for observers.
struct Stress {
  std::array<double, max_domains> weight{};  ///< of the domains that use moves to; sums to 1, or is all 0
  std::array<double, max_domains> usual{};   ///< of the others, likewise
  double demand_oom = 0;
  double spread_oom = 1;
  double robustness_oom = 0;
  double tail = 1;
};

}  // namespace poldyn
