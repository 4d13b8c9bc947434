#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <utility>
#include <vector>

/// Tools of the tests that compare a simulation with a number that is known.
///
/// Error rate: every seed is fixed, so a test that passes passes always. The bands are wide enough that a correct
/// program meets an unlucky seed in 6 of 100,000 tests (|z| > 4). Power: each test says, or checks, what its band would
/// not let by.
namespace poldyn::lab {

inline constexpr double most_z = 4;

/// Mean and variance with their standard errors, from sums of powers about the first value.
class Moments {
 public:
  void add(double x) {
    if (n_ == 0) origin_ = x;
    const double d = x - origin_;
    ++n_, s1_ += d, s2_ += d * d, s3_ += d * d * d, s4_ += d * d * d * d;
  }
  double n() const { return static_cast<double>(n_); }
  double mean() const { return origin_ + s1_ / n(); }
  double variance() const { return (s2_ - s1_ * s1_ / n()) / (n() - 1); }
  double sd() const { return std::sqrt(variance()); }
  double mean_se() const { return std::sqrt(variance() / n()); }
  /// From the fourth central moment, so for any law that has one.
  double variance_se() const {
    const double m = s1_ / n(), v = s2_ / n() - m * m;
    const double fourth = s4_ / n() - 4 * m * s3_ / n() + 6 * m * m * s2_ / n() - 3 * m * m * m * m;
    return std::sqrt(std::max(0.0, fourth - v * v) / n());
  }

 private:
  std::size_t n_ = 0;
  double origin_ = 0, s1_ = 0, s2_ = 0, s3_ = 0, s4_ = 0;
};

/// Prints the comparison and returns its z.
inline double z_score(const char* what, double got, double se, double expected) {
  const double z = (got - expected) / se;
  std::printf("  %-44s %12.6g  expected %12.6g  se %9.3g  z %+6.2f\n", what, got, expected, se, z);
  return z;
}

/// sqrt(n) D of Kolmogorov and Smirnov. Above 2.3 by chance: 5 in 100,000 (2 exp(-2 * 2.3^2)).
template <class Cdf>
double kolmogorov(std::vector<double> values, Cdf&& cdf) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double most = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double f = cdf(values[i]);
    most = std::max({most, f - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - f});
  }
  return std::sqrt(n) * most;
}
inline constexpr double most_kolmogorov = 2.3;

/// Pearson's chi-square of counts against equal or given expectations, as a z by Wilson and Hilferty (1931).
inline double chi_square_z(const std::vector<double>& counts, const std::vector<double>& expected) {
  double chi = 0;
  for (std::size_t i = 0; i < counts.size(); ++i)
    chi += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i];
  const double k = static_cast<double>(counts.size()) - 1;
  return (std::cbrt(chi / k) - (1 - 2 / (9 * k))) / std::sqrt(2 / (9 * k));
}

inline double chi_square_z(const std::vector<double>& counts) {
  double sum = 0;
  for (const double c : counts) sum += c;
  return chi_square_z(counts, std::vector<double>(counts.size(), sum / static_cast<double>(counts.size())));
}

}  // namespace poldyn::lab
