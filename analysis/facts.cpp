#include "analysis/facts.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace poldyn::analysis {
namespace {

/// With fewer runs the 5 % quantile is no better known than the smallest value.
constexpr std::size_t least_runs = 10;

}  // namespace

double quantile(std::span<const double> ascending, double p) {
  const double at = p * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  if (below + 1 >= ascending.size()) return ascending.back();
  return ascending[below] + (at - static_cast<double>(below)) * (ascending[below + 1] - ascending[below]);
}

Judgement judge(std::span<const double> runs, double observed_low, double observed_high) {
  std::vector<double> sorted;
  std::copy_if(runs.begin(), runs.end(), std::back_inserter(sorted), [](double x) { return !std::isnan(x); });
  std::sort(sorted.begin(), sorted.end());
  Judgement made;
  made.n = sorted.size();
  if (made.n < least_runs) return made;
  made.median = quantile(sorted, 0.5);
  made.low = quantile(sorted, (1 - prediction) / 2);
  made.high = quantile(sorted, (1 + prediction) / 2);
  made.hit = made.low <= observed_high && observed_low <= made.high;
  const Estimate all = estimate(sorted);
  const double off = std::max({0.0, observed_low - all.mean, all.mean - observed_high});
  made.z = off == 0 ? 0 : off / all.sd;
  return made;
}

}  // namespace poldyn::analysis
