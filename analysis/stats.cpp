#include "analysis/stats.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

namespace poldyn::analysis {
namespace {

/// Two-sided p value of a mean whose standard error `error` is above 0. What is not finite has none.
double t_p(double mean, double error, double df) {
  if (!std::isfinite(mean) || !(error > 0)) return no_value;
  return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(df), std::abs(mean) / error));
}

/// Sign test of n differences that are all alike (Arbuthnot 1710): each sign is as likely as the other.
double sign_p(double mean, std::size_t n) {
  return mean == 0 ? 1 : std::min(1.0, std::exp2(1 - static_cast<double>(n)));
}

/// Rank-sum test (Wilcoxon 1945) of two samples that do not overlap: 2 of the (na + nb choose na) divisions are as far
/// apart.
double apart_p(double mean, double na, double nb) {
  if (mean == 0) return 1;
  return std::min(1.0, 2 * std::exp(std::lgamma(na + 1) + std::lgamma(nb + 1) - std::lgamma(na + nb + 1)));
}

double half_width(double error, double df, double level) { return t_quantile(0.5 + level / 2, df) * error; }

}  // namespace

double t_quantile(double p, double df) { return boost::math::quantile(boost::math::students_t(df), p); }

double difference_of(double a, double b) {
  const double difference = b - a;
  return std::isfinite(difference) && std::abs(difference) <= dust * (std::abs(a) + std::abs(b)) ? 0 : difference;
}

Estimate estimate(std::span<const double> values, double level) {
  Estimate made;
  double sum = 0, largest = 0;
  for (const double x : values) {
    if (std::isnan(x)) continue;
    sum += x;
    largest = std::max(largest, std::abs(x));
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
  if (std::isfinite(largest) && made.sd <= dust * largest) made.sd = 0;
  made.half_width = half_width(made.sd / std::sqrt(n), n - 1, level);
  return made;
}

Difference paired_difference(std::span<const double> a, std::span<const double> b, double level) {
  std::vector<double> differences(std::min(a.size(), b.size()));
  double largest = 0;
  for (std::size_t i = 0; i < differences.size(); ++i) {
    differences[i] = difference_of(a[i], b[i]);
    if (!std::isnan(differences[i])) largest = std::max(largest, std::abs(a[i]) + std::abs(b[i]));
  }
  Difference made{estimate(differences, level), no_value};
  Estimate& found = made.estimate;
  if (found.n < 2) return made;
  if (std::isfinite(largest) && found.sd <= dust * largest) found.sd = found.half_width = 0;
  const double n = static_cast<double>(found.n);
  made.p = found.sd == 0 ? sign_p(found.mean, found.n) : t_p(found.mean, found.sd / std::sqrt(n), n - 1);
  return made;
}

Difference independent_difference(std::span<const double> a, std::span<const double> b, double level) {
  const Estimate of_a = estimate(a, level);
  const Estimate of_b = estimate(b, level);
  Difference made;
  made.estimate.n = std::min(of_a.n, of_b.n);
  made.estimate.mean = difference_of(of_a.mean, of_b.mean);
  if (made.estimate.n < 2) return made;
  const double na = static_cast<double>(of_a.n);
  const double nb = static_cast<double>(of_b.n);
  const double va = of_a.sd * of_a.sd / na;
  const double vb = of_b.sd * of_b.sd / nb;
  const double error = std::sqrt(va + vb);
  if (!std::isfinite(error)) return made;
  if (error == 0) {
    made.estimate.sd = made.estimate.half_width = 0;
    made.p = apart_p(made.estimate.mean, na, nb);
    return made;
  }
  const double df = (va + vb) * (va + vb) / (va * va / (na - 1) + vb * vb / (nb - 1));
  made.estimate.half_width = half_width(error, df, level);
  made.p = t_p(made.estimate.mean, error, df);
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
