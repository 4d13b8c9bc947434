#pragma once

#include <span>

#include "analysis/sensitivity/response.h"
#include "analysis/stats.h"

namespace poldyn::analysis {

/// What the response does on average while a factor goes from one end to the other and all others vary.
struct Swing {
  std::size_t low_at = 0, high_at = 0;  ///< a kept point of each end, where the factor's value can be read
  Estimate low, high;                   ///< means over the points of an end
  Estimate change;                      ///< high less low
  bool exists() const { return low.n > 0 && high.n > 0; }
};

/// `x` by kept point. An end is the lowest or highest fifth of the points, with all that have the same value; of few
/// levels the first and the last. Points are taken as independent; where they share their worlds (`common`) what other
/// worlds would have given is part of the intervals (three replicates at least).
Swing swing_of(std::span<const double> x, const Response& y, bool common, double level);

}  // namespace poldyn::analysis
