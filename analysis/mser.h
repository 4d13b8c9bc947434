#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "analysis/stats.h"

namespace poldyn::analysis {

/// Whether a cut was found: a series may be too short, have a missing value in its midst, or find its best cut beyond
/// its middle: then it has not settled, and its mean is not one of a steady state.
enum class Settled : std::uint8_t { yes, too_short, has_gaps, no };

/// What MSER-5 says about the start of one series.
struct Mser {
  Settled settled = Settled::no;
  std::size_t cut = 0;          ///< values to leave out at the start: those that do not exist, and whole batches
  double statistic = no_value;  ///< squared standard error of the mean of what is left, as if batches were independent
};

/// MSER-5 (White, Cobb & Spratt 2000, WSC; White 1997, Simulation 69, 323): over means of five values each, the cut d
/// that minimises sum over j > d of (Z_j - mean)^2 / (n - d)^2. The first of equals wins. At least five batches are
/// left, and ten are needed. Values that are left over at the end are not used. Batches begin at the first value that
/// exists: a mean over what there is not yet, as the age of models before the first, belongs to the start.
Mser mser5(std::span<const double> series);

}  // namespace poldyn::analysis
