#pragma once

#include <cmath>
#include <span>
#include <vector>

#include "analysis/bootstrap.h"
#include "analysis/stats.h"

namespace poldyn::analysis {

/// A share of a variance, or another measure of influence, with its interval.
struct Index {
  double value = no_value;
  Interval interval;

  bool exists() const { return !std::isnan(value); }
  /// Whether the interval lies above 0. If not, these data do not tell the factor from one without influence.
  bool told_apart() const { return interval.low > 0; }
};

/// Percentile interval of resampled values, which it sorts. NaN is left out; none if fewer than half have a value.
Interval percentile_interval(std::vector<double>& resampled, double level);

/// The interval of a sum of two independent errors, one with an interval of its own around `value`, the other with a
/// standard error on `df` degrees of freedom (Zou & Donner 2008, Stat. Med. 27: each end is recovered by itself, so
/// that a skewed interval stays skewed). An error that is not known (NaN) leaves no interval.
Interval widened(const Interval& interval, double value, double error, double df, double level);

/// Standard error from the values that a statistic has without each of n replicates (Quenouille 1956; Efron & Stein
/// 1981: it is not too small on average). NaN with fewer than two.
double jackknife_error(std::span<const double> without_each);

/// A quadratic form with the noise of replication taken out. With `of_mean`, its value at the mean over m replicates,
/// and `of_each`, the mean of its values at single ones, the sum over pairs of *different* replicates is left, in which
/// independent noise has no part, and the share that is due to a world has none either, whether or not worlds are
/// shared between points. Where all have variance s2 that is the same as to subtract s2/m. m is at least 2.
constexpr double without_noise(double of_mean, double of_each, double m) { return (m * of_mean - of_each) / (m - 1); }

}  // namespace poldyn::analysis
