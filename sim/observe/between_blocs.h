#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "sim/base/sim_time.h"
#include "sim/observe/board_standing.h"
#include "sim/observe/census.h"
#include "sim/observe/frontier_history.h"
#include "sim/world/world.h"

namespace poldyn {

/// One bloc against the others taken together, each other unit of use counting the same. Not there in a world of one
/// bloc, and without use on both sides.
struct Contrast {
  double lineage = missing_value;       ///< divergence of use over lineages, as the next two
  double standard = missing_value;      ///< over standards
  double paradigm = missing_value;      ///< over paradigms
  double incidents = missing_value;     ///< divergence of incidents over domains
  double architecture = missing_value;  ///< over pairs of lineage and standard
  double capability = missing_value;    ///< divergence of effective compute over domains
  double design_distance = missing_value;
  double compatible =
      missing_value;  ///< probability that two units of use, one here, one abroad, have the same standard
  double interoperability = missing_value;
  double fits_leader_abroad = missing_value;  ///< share of use on the standard that leads abroad
  double shared_lineage = missing_value;      ///< share of use of lineages that are in use abroad
  double gap = missing_value;                 ///< OOM behind the best frontier
  double lag_days = missing_value;            ///< since the leader passed the bloc's present frontier
  double score_gap = missing_value;           ///< behind the best score, hundredths of the test; see score_metrics
  double rating_gap = missing_value;          ///< Elo points
  double rating_gap_percent = missing_value;  ///< of the bloc's own best rating
  double score_lag_days = missing_value;      ///< since the leader passed what is found of the bloc's best
  std::array<double, max_blocs> architecture_from;  ///< divergence, bloc by bloc
  std::array<double, max_blocs> interoperability_with;
  Contrast() {
    architecture_from.fill(missing_value);
    interoperability_with.fill(missing_value);
  }
};

/// What is known of one bloc at one instant.
struct BlocStanding {
  Census census;
  BlocProfile profile;
  BoardStanding board;
  double use_rate = 0;                          ///< M$ per year
  std::array<double, max_domains> incidents{};  ///< since the previous sample
};

/// Sets blocs side by side, sample after sample; remembers the frontiers that they had. The cost is that of sorting the
/// lineages once per bloc.
class BetweenBlocs {
 public:
  /// By bloc. Calls come in order of time.
  std::span<const Contrast> compare(const World& world, std::span<const BlocStanding> blocs, SimTime now);

 private:
  void compare_frontiers(std::span<const BlocStanding> blocs, SimTime now);
  void compare_scores(const Scoreboard& board, std::span<const BlocStanding> blocs, SimTime now);

  std::vector<Contrast> contrasts_;
  FrontierHistory frontiers_;  ///< of capability
  FrontierHistory found_;      ///< of what tests find
};

}  // namespace poldyn
