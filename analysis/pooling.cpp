#include "analysis/pooling.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <numbers>

#include "analysis/bisection.h"

namespace poldyn::analysis {
namespace {

/// What of the points tells mean and spread.
struct Sums {
  double n = 0, mean = 0;
  double squares = 0;                           ///< of the values about their mean
  double variances = 0, variances_squared = 0;  ///< of the errors
};

Sums sums_of(std::span<const PointValue> values) {
  Sums made;
  for (const PointValue& one : values) {
    if (!one.known()) continue;
    ++made.n;
    made.mean += (one.value - made.mean) / made.n;
    made.variances += one.variance;
    made.variances_squared += one.variance * one.variance;
  }
  for (const PointValue& one : values)
    if (one.known()) made.squares += (one.value - made.mean) * (one.value - made.mean);
  return made;
}

/// Of the squares at a tau^2: their mean, and the degrees of freedom of a chi-squared law with their mean and variance.
struct LawOfSquares {
  double mean, df;
};

LawOfSquares law_of_squares(const Sums& sums, double tau2) {
  const double one = sums.variances + sums.n * tau2;
  const double two = sums.variances_squared + 2 * tau2 * sums.variances + sums.n * tau2 * tau2;
  const double mean = (1 - 1 / sums.n) * one, trace = (1 - 2 / sums.n) * two + one * one / (sums.n * sums.n);
  return {mean, trace > 0 ? mean * mean / trace : sums.n - 1};
}

double chi_squared(double p, double df) { return boost::math::quantile(boost::math::chi_squared(df), p); }

/// The tau^2 at which the squares that were found are the p quantile of their law; 0 if they lie below it from the
/// start. The greater p, the smaller.
double tau2_where(const Sums& sums, double p, double rounding = 1e-11) {
  const auto above = [&](double tau2) {
    const LawOfSquares law = law_of_squares(sums, tau2);
    return sums.squares * law.df > law.mean * chi_squared(p, law.df);
  };
  if (!(sums.squares > 0) || !above(0)) return 0;
  return last_of(above, sums.squares, rounding);
}

double normal_beyond(double z) { return 0.5 * std::erfc(z / std::numbers::sqrt2); }

/// One of many equally likely laws of a further point.
struct Law {
  double mean, sd;
};

/// Each quantile of the law of the squares stands for a tau^2; around the mean a further point is normal.
std::vector<Law> further_points(const Sums& sums) {
  constexpr int quantiles = 200;
  constexpr double near_enough = 1e-5;  // of one of so many
  std::vector<Law> made;
  for (int i = 0; i < quantiles; ++i) {
    const double tau2 = tau2_where(sums, (i + 0.5) / quantiles, near_enough);
    const double of_mean = (tau2 + sums.variances / sums.n) / sums.n;
    made.push_back({sums.mean, std::sqrt(tau2 + of_mean)});
  }
  return made;
}

double quantile_of(const std::vector<Law>& laws, double p) {
  const auto below = [&](double x) {
    double sum = 0;
    for (const auto& law : laws) sum += law.sd > 0 ? normal_beyond((law.mean - x) / law.sd) : x >= law.mean ? 1 : 0;
    return sum / static_cast<double>(laws.size());
  };
  double low = laws.front().mean, high = low, step = 0, largest = 0;
  for (const auto& law : laws) {
    step = std::max(step, law.sd);
    largest = std::max(largest, std::abs(law.mean));
  }
  if (!(step > dust * largest)) return low;  // rounding, no spread
  while (below(low) > p) low -= step;
  while (below(high) < p) high += step;
  constexpr double rounding = 1e-9;
  while (high - low > rounding * step) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) break;  // neighbours: numbers near a large mean are further apart
    (below(middle) < p ? low : high) = middle;
  }
  return high;
}

}  // namespace

Pooled pooled(std::span<const PointValue> values, Further further, double level) {
  const Sums sums = sums_of(values);
  Pooled made;
  made.points = static_cast<std::size_t>(sums.n);
  if (made.points == 0) return made;
  made.mean = sums.mean;
  if (made.points < 2) return made;
  const double df = sums.n - 1, tail = 0.5 - level / 2;
  const double width = t_quantile(1 - tail, df) * std::sqrt(sums.squares / df / sums.n);
  made.low = made.mean - width;
  made.high = made.mean + width;
  made.tau = std::sqrt(std::max(0.0, sums.squares / df - sums.variances / sums.n));
  made.tau_low = std::sqrt(tau2_where(sums, 1 - tail));
  made.tau_high = std::sqrt(tau2_where(sums, tail));
  if (further == Further::no) return made;
  const auto laws = further_points(sums);
  made.predicted_low = quantile_of(laws, tail);
  made.predicted_high = quantile_of(laws, 1 - tail);
  return made;
}

std::vector<double> beyond(std::span<const PointValue> values, double mean, double tau, double threshold) {
  std::vector<double> made(values.size(), no_value);
  const double between = tau * tau;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& [y, v] = values[i];
    if (!values[i].known() || std::isnan(between)) continue;
    const double total = between + v;
    const double centre = total > 0 ? (between * y + v * mean) / total : y;
    const double error = total > 0 ? std::sqrt(between * v / total) : 0;
    made[i] = error > 0 ? normal_beyond((threshold - centre) / error) : centre >= threshold ? 1 : 0;
  }
  return made;
}

}  // namespace poldyn::analysis
