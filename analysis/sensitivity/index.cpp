#include "analysis/sensitivity/index.h"

#include <algorithm>
#include <numeric>

namespace poldyn::analysis {
namespace {

/// The (B + 1) p-th of the ascending values, interpolated, and not beyond the outermost.
double ranked(const std::vector<double>& ascending, double p) {
  const double last = static_cast<double>(ascending.size());
  return at_rank(ascending, std::clamp(p * (last + 1), 1.0, last));
}

}  // namespace

Interval percentile_interval(std::vector<double>& resampled, double level) {
  const std::size_t all = resampled.size();
  std::erase_if(resampled, [](double x) { return std::isnan(x); });
  if (resampled.empty() || 2 * resampled.size() < all) return {};
  std::sort(resampled.begin(), resampled.end());
  return {ranked(resampled, (1 - level) / 2), ranked(resampled, (1 + level) / 2)};
}

Interval widened(const Interval& interval, double value, double error, double df, double level) {
  if (std::isnan(error) || !interval.exists()) return {};
  if (error == 0) return interval;
  const double more = t_quantile((1 + level) / 2, df) * error;
  return {value - std::hypot(value - interval.low, more), value + std::hypot(interval.high - value, more)};
}

double jackknife_error(std::span<const double> without_each) {
  const auto n = static_cast<double>(without_each.size());
  if (without_each.size() < 2) return no_value;
  const double mean = std::accumulate(without_each.begin(), without_each.end(), 0.0) / n;
  double squares = 0;
  for (const double x : without_each) squares += (x - mean) * (x - mean);
  return std::sqrt((n - 1) / n * squares);
}

}  // namespace poldyn::analysis
