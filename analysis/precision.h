#pragma once

#include <string>
#include <vector>

#include "analysis/comparison.h"

namespace poldyn::analysis {

/// What is asked of a campaign: the half-width of the interval of the difference in a total is to be at most this.
struct PrecisionTarget : LabelledMetric {
  double amount = 0;
  bool relative = false;  ///< then a share of |mean of the first side|
};

/// How far one target is, for one bloc of one side.
struct Reach {
  std::size_t target = 0;
  std::size_t side = 1;
  std::string bloc;              ///< its name in the baseline
  std::size_t pairs = 0;         ///< in which both sides have a value
  double half_width = no_value;  ///< valid at any look; infinite with too few pairs
  double wanted = no_value;
  std::size_t needed = 0;  ///< rough number of pairs in all, if the spread stays; 0 if there is none that will do
  bool reached() const { return half_width <= wanted; }
};

/// Of paired sides: every target, side and bloc that has a value in some pair; what never has one cannot become
/// precise.
std::vector<Reach> reach_of(const std::vector<Side>& sides, const std::vector<PrecisionTarget>& targets, double level);

/// Where a side has what is asked for.
struct BlocHas {
  std::string bloc;
  bool label = false;  ///< the asked place is one of its places, or there is no choice of places
  bool value = false;  ///< at least one run has a value there
};
std::vector<BlocHas> where(const Side& side, const LabelledMetric& asked);

bool all_reached(const std::vector<Reach>& reach);

}  // namespace poldyn::analysis
