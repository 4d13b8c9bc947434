#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace poldyn::analysis {

inline constexpr double confidence = 0.95;  ///< where nothing else is asked for
inline constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

/// What rounding may leave of nothing, as a share of what was rounded: doubles carry 1e-16, and sums of many lose more.
inline constexpr double dust = 1e-12;

/// Mean of independent values with its Student t interval.
struct Estimate {
  std::size_t n = 0;
  double mean = no_value;        ///< NaN without values
  double sd = no_value;          ///< of the values, n - 1 below the line; NaN with fewer than two
  double half_width = no_value;  ///< of the t interval; NaN with fewer than two values
  double low() const { return mean - half_width; }
  double high() const { return mean + half_width; }
  bool without_spread() const { return n >= 2 && sd == 0; }
};

/// Difference of two means, with the p value of "it is zero" (two-sided; NaN if it cannot be had).
struct Difference {
  Estimate estimate;
  double p = no_value;
};

/// x with P(T <= x) = p for Student's t with `df` degrees of freedom, df > 0, 0 < p < 1.
double t_quantile(double p, double df);

/// b - a; 0 if it is no more than rounding leaves of two equal numbers.
double difference_of(double a, double b);

/// NaN is left out: a run in which the quantity does not exist. A spread that is dust of the values is 0. `level` is
/// that of the interval, here and below.
Estimate estimate(std::span<const double> values, double level = confidence);

/// Mean of b - a over pairs, for runs on common random numbers. Pairs with a NaN are left out, and so is what the
/// longer one has beyond the shorter. A difference that is the same in all n pairs has no t value; then p is that of
/// the sign test, 2^(1 - n): two equal pairs prove nothing, and twenty much.
Difference paired_difference(std::span<const double> a, std::span<const double> b, double level = confidence);

/// Mean of b less mean of a for independent samples (Welch 1947, Biometrika 34: degrees of freedom by his formula).
/// `estimate.n` is the size of the smaller sample; `estimate.sd` is 0 if neither varies, else NaN. If neither varies, p
/// is that of the rank-sum test: the share of ways to divide the values that part them as far.
Difference independent_difference(std::span<const double> a, std::span<const double> b, double level = confidence);

/// P values adjusted for being read together (Holm 1979, Scand. J. Statist. 6: step-down Bonferroni), in the order
/// given. NaN stays NaN and does not count.
std::vector<double> holm(std::span<const double> p);

}  // namespace poldyn::analysis
