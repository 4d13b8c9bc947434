#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "analysis/stats.h"

/// Effects that were measured at many points, put together. A point is a world: its effect is drawn around a common
/// mean with a spread `tau` between points, and measured with an error that is known. Points must be independent: each
/// has random numbers of its own.
///
/// Each point has the same weight. Where worlds in which much happens are also those with much luck, weights by
/// precision give the mean of the quiet ones, and an interval about it.
namespace poldyn::analysis {

struct PointValue {
  double value = no_value;
  double variance = no_value;  ///< of its error: the standard error squared

  bool known() const { return std::isfinite(value) && std::isfinite(variance) && variance >= 0; }
};

/// The mean over points, how far they lie apart, and where a further point is to be expected. The mean's interval is
/// that of t. tau^2 is the variance of the values less the mean one of their errors (Hedges & Olkin 1985, Statistical
/// Methods for Meta-Analysis, ch. 9). Its interval is where the squares of the values about their mean are likely, as a
/// generalised Q (Jackson 2013, Res. Synth. Methods 4, 220) with a chi-squared law of as many degrees of freedom as its
/// variance says (Satterthwaite 1946, Biometrics Bull. 2, 110). The interval of a further point takes tau from the law
/// that those squares give it, so that it is wide enough where points are few or hardly differ (after Nagashima, Noma &
/// Furukawa 2019, Stat. Methods Med. Res. 28, 1689; here by quadrature and not by draws).
struct Pooled {
  std::size_t points = 0;
  double mean = no_value, low = no_value, high = no_value;
  double tau = no_value;  ///< standard deviation between points, without their errors
  double tau_low = no_value, tau_high = no_value;
  double predicted_low = no_value, predicted_high = no_value;
};
/// What a further point takes is most of the work; where nobody asks for it, it stays NaN.
enum class Further : bool { no, yes };
Pooled pooled(std::span<const PointValue> values, Further further = Further::yes, double level = confidence);

/// Point by point, the probability that its effect lies at or above `threshold`, given its value and where the others
/// lie: around `mean`, `tau` apart (empirical Bayes with normal laws); NaN where it has no value.
std::vector<double> beyond(std::span<const PointValue> values, double mean, double tau, double threshold);

}  // namespace poldyn::analysis
