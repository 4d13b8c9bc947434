#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "analysis/stats.h"

namespace poldyn::analysis {

struct Interval {
  double low = no_value;
  double high = no_value;
  bool exists() const { return low <= high; }
};

/// Fills `picks` with independent numbers that are uniform on {0, ..., picks.size() - 1}. A pure function of `number`,
/// which tells one resample from another. Statistics have no random numbers of their own: the caller brings them.
using Resampler = std::function<void(std::uint32_t number, std::span<std::uint32_t> picks)>;

/// Resamples that an interval of `level` is made of: 4999, or more if there would be fewer than 25 in each tail.
std::uint32_t resamples_for(double level);

/// Fewest values that have as many different resamples, C(2n - 1, n), as are drawn; with fewer a quantile of the
/// resamples is a matter of the grid and not of the data.
std::size_t fewest_for(std::uint32_t resamples);

/// The value at a rank from 1 of ascending ones, interpolated; NaN beyond the outermost.
double at_rank(std::span<const double> ascending, double rank);

/// Bias-corrected and accelerated bootstrap interval of the mean (Efron 1987, J. Amer. Statist. Assoc. 82; Efron &
/// Tibshirani 1993, eq. 14.9 to 14.15), whose acceleration is that of the jackknife. NaN in `values` is left out. No
/// interval with fewer values than fewest_for(resamples), or where an end would lie beyond the outermost resample.
/// Values that are all equal give an interval without width.
Interval bca_of_mean(std::span<const double> values, double level, const Resampler& resampler);

}  // namespace poldyn::analysis
