#include "analysis/sequence.h"

#include <algorithm>
#include <cmath>

namespace poldyn::analysis {
namespace {

constexpr std::size_t first_look = 10;
constexpr std::size_t most_values = 1'000'000'000'000;

}  // namespace

double sequence_factor(std::size_t n, double level) {
  if (n < 2) return std::numeric_limits<double>::infinity();
  const auto size = static_cast<double>(n);
  const double shrink = mixture_k / (size + mixture_k);
  // M = 1 / alpha solved for u.
  const double reach = std::exp(2 / size * (-std::log1p(-level) - 0.5 * std::log(shrink)));
  if (reach * shrink >= 1) return std::numeric_limits<double>::infinity();
  return std::sqrt((size - 1) * (reach - 1) / (1 - reach * shrink));
}

double sequence_p(const Estimate& estimate) {
  if (estimate.n < 2) return no_value;
  if (estimate.mean == 0) return 1;
  const auto n = static_cast<double>(estimate.n);
  const double shrink = mixture_k / (n + mixture_k);
  // Written with s^2 / t^2, which is 0 where all values are equal: M is finite even then.
  const double spread = estimate.sd * estimate.sd * (n - 1) / (n * estimate.mean * estimate.mean);
  const double log_ratio = 0.5 * std::log(shrink) + 0.5 * n * std::log((spread + 1) / (spread + shrink));
  return std::min(1.0, std::exp(-log_ratio));
}

Estimate at_any_look(Estimate estimate, double level) {
  if (estimate.n < 2) return estimate;
  const double factor = sequence_factor(estimate.n, level);
  const double error = estimate.sd / std::sqrt(static_cast<double>(estimate.n));
  estimate.half_width = std::isinf(factor) ? factor : factor * error;
  return estimate;
}

std::size_t values_needed(double sd, double wanted, double level) {
  const auto enough = [&](std::size_t n) {
    const double factor = sequence_factor(n, level);
    return !std::isinf(factor) && factor * sd <= wanted * std::sqrt(static_cast<double>(n));
  };
  std::size_t low = 1, high = 2;
  while (high < most_values && !enough(high)) low = high, high *= 2;
  if (high >= most_values) return most_values;
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    (enough(middle) ? high : low) = middle;
  }
  return high;
}

std::vector<std::size_t> looks(std::size_t most) {
  std::vector<std::size_t> made;
  for (std::size_t n = first_look; n < most; n += (n + 9) / 10) made.push_back(n);
  made.push_back(most);
  return made;
}

}  // namespace poldyn::analysis
