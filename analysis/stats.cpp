#include "analysis/stats.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

namespace poldyn::analysis {
namespace {

/// Two-sided p value of the mean `mean` with standard error `error`. Without any spread a difference is either zero or
/// certain.
double p_value(double mean, double error, double df) {
  if (error > 0)
    return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(df), std::abs(mean) / error));
  return mean == 0 ? 1 : 0;
}

double half_width(double error, double df, double level) { return t_quantile(0.5 + level / 2, df) * error; }

}  // namespace

double t_quantile(double p, double df) { return boost::math::quantile(boost::math::students_t(df), p); }

Estimate estimate(std::span<const double> values, double level) {
  Estimate made;
  double sum = 0;
  for (const double x : values) {
    if (std::isnan(x)) continue;
    sum += x;
    ++made.n;
  }
  if (made.n == 0) return made;
  const double n = static_cast<double>(made.n);
  made.mean = sum / n;
  if (made.n < 2) return made;
  double squares = 0;  // second pass: no cancellation
  for (const double x : values)
    if (!std::isnan(x)) squares += (x - made.mean) * (x - made.mean);
  made.sd = std::sqrt(squares / (n - 1));
  made.half_width = half_width(made.sd / std::sqrt(n), n - 1, level);
  return made;
}

Difference paired_difference(std::span<const double> a, std::span<const double> b, double level) {
  std::vector<double> differences(std::min(a.size(), b.size()));
  for (std::size_t i = 0; i < differences.size(); ++i) differences[i] = b[i] - a[i];
  Difference made{estimate(differences, level), no_value};
  const double n = static_cast<double>(made.estimate.n);
  if (made.estimate.n >= 2) made.p = p_value(made.estimate.mean, made.estimate.sd / std::sqrt(n), n - 1);
  return made;
}

Difference independent_difference(std::span<const double> a, std::span<const double> b, double level) {
  const Estimate of_a = estimate(a, level);
  const Estimate of_b = estimate(b, level);
  Difference made;
  made.estimate.n = std::min(of_a.n, of_b.n);
  made.estimate.mean = of_b.mean - of_a.mean;
  if (made.estimate.n < 2) return made;
  const double na = static_cast<double>(of_a.n);
  const double nb = static_cast<double>(of_b.n);
  const double va = of_a.sd * of_a.sd / na;
  const double vb = of_b.sd * of_b.sd / nb;
  const double error = std::sqrt(va + vb);
  const double df = error > 0 ? (va + vb) * (va + vb) / (va * va / (na - 1) + vb * vb / (nb - 1)) : 1;
  made.estimate.half_width = half_width(error, df, level);
  made.p = p_value(made.estimate.mean, error, df);
  return made;
}

std::vector<double> holm(std::span<const double> p) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (!std::isnan(p[i])) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return p[i] < p[j]; });
  std::vector<double> adjusted(p.size(), no_value);
  double floor = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    floor = std::max(floor, static_cast<double>(order.size() - rank) * p[order[rank]]);
    adjusted[order[rank]] = std::min(1.0, floor);
  }
  return adjusted;
}

}  // namespace poldyn::analysis
