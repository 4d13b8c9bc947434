#include "analysis/relative.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/jackknife.h"

namespace poldyn::analysis {
namespace {

Estimate of_pairs(std::span<const double> a, std::span<const double> b, double level) {
  std::vector<double> x, y;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    if (!std::isnan(a[i]) && !std::isnan(b[i])) x.push_back(a[i]), y.push_back(b[i]);
  double sum_x = 0, sum_y = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum_x += x[i], sum_y += y[i];
  if (x.empty() || sum_x == 0) return {};
  const auto ratio = [](double below, double above) { return (above - below) / std::abs(below); };
  const auto without = [&](std::size_t i) {
    return i < x.size() ? ratio(sum_x - x[i], sum_y - y[i]) : ratio(sum_x, sum_y);
  };
  if (x.size() < 2) return {.n = 1, .mean = ratio(sum_x, sum_y)};
  return estimate(pseudo_values(x.size(), without), level);
}

Estimate of_independent(std::span<const double> a, std::span<const double> b, double level) {
  const Estimate x = estimate(a, level), y = estimate(b, level);
  if (x.n == 0 || y.n == 0 || x.mean == 0) return {};
  const double ratio = y.mean / x.mean;
  Estimate made{.n = std::min(x.n, y.n), .mean = (y.mean - x.mean) / std::abs(x.mean)};
  if (made.n < 2) return made;
  const double variance =
      (y.sd * y.sd / static_cast<double>(y.n) + ratio * ratio * x.sd * x.sd / static_cast<double>(x.n)) /
      (x.mean * x.mean);
  made.half_width = t_quantile((1 + level) / 2, static_cast<double>(made.n - 1)) * std::sqrt(variance);
  return made;
}

}  // namespace

Estimate relative_difference(std::span<const double> a, std::span<const double> b, bool paired, double level) {
  return paired ? of_pairs(a, b, level) : of_independent(a, b, level);
}

}  // namespace poldyn::analysis
