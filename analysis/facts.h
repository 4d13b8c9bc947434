#pragma once

#include <span>

#include "analysis/stats.h"

namespace poldyn::analysis {

/// Share of simulated worlds that the interval of a fact covers.
inline constexpr double prediction = 0.9;

/// What runs say about one observed fact. The world is one draw and not a mean, so it is held against where single runs
/// lie (a prediction interval), which more replicates do not narrow.
struct Judgement {
  std::size_t n = 0;  ///< runs that have a value
  double median = no_value;
  double low = no_value;  ///< 5 % and 95 % quantile of the runs
  double high = no_value;
  double z =
      no_value;      ///< distance of the observed interval from the mean, in standard deviations of the runs; 0 within
  bool hit = false;  ///< the observed interval and [low, high] meet
};

/// NaN is left out; fewer than ten runs judge nothing (`hit` is false, the quantiles NaN).
Judgement judge(std::span<const double> runs, double observed_low, double observed_high);

/// Quantile by linear interpolation between order statistics (Hyndman & Fan 1996, type 7); `ascending` is not empty.
double quantile(std::span<const double> ascending, double p);

}  // namespace poldyn::analysis
