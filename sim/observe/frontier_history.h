#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/base/sim_time.h"
#include "sim/observe/diversity.h"

namespace poldyn {

/// How far a bloc is behind the leader.
struct Behind {
  double gap = missing_value;
  double lag_days = missing_value;  ///< since the leader passed the bloc's present frontier
};

/// Frontiers of blocs, sample after sample.
class FrontierHistory {
 public:
  /// By bloc; NaN: it has none. Calls come in order of time.
  std::vector<Behind> compare(std::span<const double> frontiers, SimTime now);

  /// The bloc with the farthest frontier at the latest call; their number if there is none.
  std::size_t leader() const { return leader_; }

 private:
  struct Record {
    SimTime at{};
    double frontier = 0;  ///< best so far
  };
  void remember(std::span<const double> frontiers, SimTime now);
  SimTime passed(std::size_t bloc, double frontier) const;

  std::vector<std::vector<Record>> records_;  ///< by bloc, one entry per sample with a frontier
  std::size_t leader_ = 0;
};

}  // namespace poldyn
