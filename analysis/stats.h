#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace poldyn::analysis {

inline constexpr double confidence = 0.95;  ///< where nothing else is asked for
inline constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

/// Mean of independent values with its Student t interval.
struct Estimate {
  std::size_t n = 0;
  double mean = no_value;        ///< NaN without values
  double sd = no_value;          ///< of the values, n - 1 below the line; NaN with fewer than two
  double half_width = no_value;  ///< of the t interval; NaN with fewer than two values
  double low() const { return mean - half_width; }
  double high() const { return mean + half_width; }
};

/// Difference of two means, with the p value of "it is zero" (two-sided; NaN if it cannot be had).
struct Difference {
  Estimate estimate;
  double p = no_value;
};

/// x with P(T <= x) = p for Student's t with `df` degrees of freedom, df > 0, 0 < p < 1.
double t_quantile(double p, double df);

/// NaN is left out: a run in which the quantity does not exist. `level` is that of the interval, here and below.
Estimate estimate(std::span<const double> values, double level = confidence);

/// Mean of b - a over pairs, for runs on common random numbers. Pairs with a NaN are left out, and so is what the
/// longer one has beyond the shorter.
Difference paired_difference(std::span<const double> a, std::span<const double> b, double level = confidence);

/// Mean of b less mean of a for independent samples (Welch 1947, Biometrika 34: degrees of freedom by his formula).
/// `estimate.n` is the size of the smaller sample; `estimate.sd` is NaN.
Difference independent_difference(std::span<const double> a, std::span<const double> b, double level = confidence);

/// P values adjusted for being read together (Holm 1979, Scand. J. Statist. 6: step-down Bonferroni), in the order
/// given. NaN stays NaN and does not count.
std::vector<double> holm(std::span<const double> p);

}  // namespace poldyn::analysis
