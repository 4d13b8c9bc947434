#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/base/sim_time.h"
#include "sim/world/kinds.h"

namespace poldyn {

/// Position in Bloc::requirement_sets, which only grows: what a model was made for stays true when groups are formed
/// anew. `common_set` is what the bloc has in common.
using RequirementSet = std::uint16_t;
inline constexpr RequirementSet common_set = std::numeric_limits<RequirementSet>::max();

/// Regions of a bloc that ask for the same: what is adapted to one of them may be used in all, so they are one market.
struct RegionGroup {
  std::uint64_t requirements = 0;  ///< bits; 0 is what the bloc has in common
  double demand = 0;               ///< share of the bloc's demand
  std::uint16_t zone = 0;          ///< of its first region: its identity in random streams
  RequirementSet set = 0;          ///< where `requirements` are kept
};

/// Position of a group in Bloc::groups; `common_group` stands for no region, but for what the bloc has in common.
using GroupIndex = std::uint16_t;
inline constexpr GroupIndex common_group = std::numeric_limits<GroupIndex>::max();

/// What the users of a group of regions get from an offer, by segment: group * domains + domain. Columns as in Market;
/// without any if all regions ask for the same, for then the market's own columns say it all.
struct Segments {
  using Columns = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::ColMajor>;

  Columns share;     ///< (rows, segments) share of the segment's use; a column sums to 1 or is all 0
  Columns chosen;    ///< (rows, segments) like share, of users who choose; only if use may be ordered
  Columns quality;   ///< (rows, segments) q of the version that is deployed there, OOM; of the product if none is
  Columns released;  ///< (rows, groups) when that version was released, days; NaN if none is deployed there
};

/// One version of a vendor's product: what a fork is made from, kept because the product itself moves on.
struct Version {
  std::uint32_t project = 0;
  SimTime released{};
  std::array<double, max_domains> q{};
};

/// A vendor's product as it is made to fit another group of regions than the vendor's own. `live` and `building` are
/// independent: a first build has nothing live yet, an update is built beside what serves, and when it is done `coming`
/// becomes `serving`. `serving`, `made_for` and `kept_since` mean something only while live, `coming`, `build` and
/// `begun` only while building.
struct Fork {
  GroupIndex group = 0;
  bool live = false;                     ///< deployed, as `serving`
  bool building = false;                 ///< `coming` is on its way
  RequirementSet made_for = common_set;  ///< `serving`; others than the group's since these changed
  std::uint32_t build = 0;               ///< ordinal of that build: a stale fork_done names an older one
  Version serving;
  Version coming;
  SimTime begun{};       ///< that build
  SimTime kept_since{};  ///< upkeep is due from then on
};

/// All forks of one vendor, in order of entry.
struct VendorForks {
  std::vector<Fork> forks;
  std::uint32_t builds = 0;  ///< ordinals given out
  Ticks owed{};              ///< upkeep of forks given up, not paid yet
};

}  // namespace poldyn
