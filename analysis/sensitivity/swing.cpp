#include "analysis/sensitivity/swing.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace poldyn::analysis {
namespace {

using Points = std::vector<std::size_t>;

std::vector<double> over_points(const Response& y, const Points& points) {
  std::vector<double> made;
  for (const std::size_t i : points) made.push_back(y.mean()[i] + y.level());
  return made;
}

/// The mean over the points by replicate.
std::vector<double> over_worlds(const Response& y, const Points& points) {
  std::vector<double> made;
  for (std::size_t r = 0; r < y.replicates(); ++r) {
    double sum = 0;
    for (const std::size_t i : points) sum += y.replicate(r)[i];
    made.push_back(y.level(r) + sum / static_cast<double>(points.size()));
  }
  return made;
}

void widen(Estimate& of_points, const Estimate& of_worlds) {
  of_points.half_width = std::hypot(of_points.half_width, of_worlds.half_width);
}

}  // namespace

Swing swing_of(std::span<const double> x, const Response& y, bool common, double level) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::erase_if(order, [&](std::size_t i) { return std::isnan(x[i]); });
  Swing made;
  if (order.empty()) return made;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  const std::size_t fifth = std::max<std::size_t>(1, order.size() / 5);
  const double low_end = x[order[fifth - 1]], high_end = x[order[order.size() - fifth]];
  if (low_end >= high_end) return made;
  Points low, high;
  for (const std::size_t i : order) {
    if (x[i] <= low_end) low.push_back(i);
    if (x[i] >= high_end) high.push_back(i);
  }
  made.low_at = order.front();
  made.high_at = order.back();
  const auto at_low = over_points(y, low), at_high = over_points(y, high);
  made.low = estimate(at_low, level);
  made.high = estimate(at_high, level);
  made.change = independent_difference(at_low, at_high, level).estimate;
  if (!common || y.replicates() < 3) return made;
  const auto low_by_world = over_worlds(y, low), high_by_world = over_worlds(y, high);
  widen(made.low, estimate(low_by_world, level));
  widen(made.high, estimate(high_by_world, level));
  widen(made.change, paired_difference(low_by_world, high_by_world, level).estimate);
  return made;
}

}  // namespace poldyn::analysis
