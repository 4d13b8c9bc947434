#include "analysis/sensitivity/swing.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace poldyn::analysis {

Swing swing_of(std::span<const double> x, const Response& y, double level) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::erase_if(order, [&](std::size_t i) { return std::isnan(x[i]); });
  Swing made;
  if (order.empty()) return made;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  const std::size_t fifth = std::max<std::size_t>(1, order.size() / 5);
  const double low_end = x[order[fifth - 1]], high_end = x[order[order.size() - fifth]];
  if (low_end >= high_end) return made;
  std::vector<double> low, high;
  for (const std::size_t i : order) {
    if (x[i] <= low_end) low.push_back(y.mean()[i] + y.level());
    if (x[i] >= high_end) high.push_back(y.mean()[i] + y.level());
  }
  made.low_at = order.front();
  made.high_at = order.back();
  made.low = estimate(low, level);
  made.high = estimate(high, level);
  made.change = independent_difference(low, high, level);
  return made;
}

}  // namespace poldyn::analysis
