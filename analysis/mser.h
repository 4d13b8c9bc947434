#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "analysis/stats.h"

namespace poldyn::analysis {

/// What MSER-5 says about the start of one series.
struct Mser {
  std::size_t cut = 0;          ///< values to leave out at the start, a multiple of five
  double statistic = no_value;  ///< squared standard error of the mean of what is left, as if batches were independent
};

/// MSER-5 (White, Cobb & Spratt 2000, WSC; White 1997, Simulation 69, 323): over means of five values each, the cut d
/// that minimises sum over j > d of (Z_j - mean)^2 / (n - d)^2. The first of equals wins. Values that are left over at
/// the end are not used. At least five batches are left. Nothing with fewer than ten, with a NaN, or if the best cut
/// lies beyond the middle of the series: then it has not settled, and its mean is not one of a steady state.
std::optional<Mser> mser5(std::span<const double> series);

}  // namespace poldyn::analysis
