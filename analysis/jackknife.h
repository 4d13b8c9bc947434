#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

namespace poldyn::analysis {

inline double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

inline double sd_of(std::span<const double> values) {
  const double mean = mean_of(values);
  double squares = 0;
  for (const double x : values) squares += (x - mean) * (x - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

/// t + (n - 1) (mean of t without each - t without this one): Tukey's (1958) pseudo-values, moved so that their mean is
/// the plain estimate and not the jackknife's, which may leave the range of a correlation. `of` takes the place that is
/// left out; n stands for none.
template <class Statistic>
std::vector<double> pseudo_values(std::size_t n, Statistic of) {
  const double all = of(n), count = static_cast<double>(n);
  std::vector<double> made(n);
  if (n == 0) return made;
  for (std::size_t i = 0; i < n; ++i) made[i] = of(i);
  const double mean = mean_of(made);
  for (double& x : made) x = all + (count - 1) * (mean - x);
  if (std::any_of(made.begin(), made.end(), [](double x) { return !std::isfinite(x); })) made.clear();
  return made;
}

}  // namespace poldyn::analysis
