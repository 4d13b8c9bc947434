#pragma once

#include <cstddef>

#include "sim/observe/diversity.h"
#include "sim/world/world.h"

namespace poldyn {

/// How many places from the top a gap within a bloc is taken: the AI Index Report 2025 (Stanford) gives it for ten.
inline constexpr std::size_t top_places = 10;

/// What the board says of one bloc at one instant, over the latest tested model of each of its active vendors.
struct BoardStanding {
  std::size_t tested = 0;            ///< vendors with an entry
  double best = missing_value;       ///< most that is found, OOM
  double top_gap = missing_value;    ///< Elo points of the first before the top_places-th
  double reversed = missing_value;   ///< share of pairs of which the one found abler is the less capable, by mean q
  double inflation = missing_value;  ///< mean of what is found beyond the capability on what is covered, OOM
};

/// O(n log n) in the bloc's vendors. Without a board all is missing.
BoardStanding board_standing(const World& world, const Bloc& bloc);

}  // namespace poldyn
