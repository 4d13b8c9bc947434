#include "app/plot/scale.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace poldyn::plot {
namespace {

constexpr double zero_is_near = 0.5;  // as a share of the greatest number
constexpr double most_plain = 1e6, least_plain = 1e-4;
constexpr double rounding = 1e-12;  // numbers that differ by no more are one number: they have no ticks between them

/// 1, 2 or 5 times a power of ten, and no less than `step`.
double nice(double step) {
  const double power = std::pow(10, std::floor(std::log10(step)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (step <= factor * power * (1 + 1e-9)) return factor * power;
  return 10 * power;
}

std::vector<double> multiples(const Scale& scale, double step) {
  std::vector<double> made;
  const double first = std::ceil(scale.low / step - 1e-9), last = std::floor(scale.high / step + 1e-9);
  for (double n = first; n <= last; ++n) made.push_back(n == 0 ? 0 : n * step);  // no -0
  return made;
}

Scale around(double x, std::size_t places) {
  const double room = x == 0 ? 1 : std::abs(x) / 2;
  return {x - room, x + room, places};
}

}  // namespace

std::optional<std::size_t> Scale::place(double x) const {
  if (!(x >= low && x <= high) || places == 0) return std::nullopt;
  const double share = high > low ? x / (high - low) - low / (high - low) : 0;
  return static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * static_cast<double>(places - 1)));
}

double Scale::value(std::size_t place) const {
  const double share = places > 1 ? static_cast<double>(place) / static_cast<double>(places - 1) : 0;
  return low * (1 - share) + high * share;
}

std::optional<Scale> scale_for(const std::vector<double>& values, std::size_t places) {
  double low = INFINITY, high = -INFINITY;
  for (const double x : values)
    if (std::isfinite(x)) low = std::min(low, x), high = std::max(high, x);
  if (low > high) return std::nullopt;
  if (high - low <= rounding * std::max(std::abs(low), std::abs(high))) return around(low, places);
  if (low > 0 && low < zero_is_near * high) low = 0;
  if (high < 0 && high > zero_is_near * low) high = 0;
  return Scale{low, high, places};
}

std::vector<double> ticks(const Scale& scale, std::size_t most) {
  const double range = scale.high - scale.low;
  if (!(range > 0) || !std::isfinite(range)) return {scale.low};
  std::vector<double> best;
  for (double step = nice(range); best.size() < 2 || best.size() < most; step = nice(step / 2.5)) {
    auto finer = multiples(scale, step);
    if (finer.size() > most && best.size() >= 2) break;
    best = std::move(finer);
  }
  return best;
}

std::vector<std::string> tick_labels(const std::vector<double>& ticks) {
  double largest = 0;
  for (const double x : ticks) largest = std::max(largest, std::abs(x));
  const double step = ticks.size() > 1 ? ticks[1] - ticks[0] : 0;
  std::vector<std::string> made;
  const bool plain = largest < most_plain && step >= least_plain;
  const int decimals = plain ? std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9))) : 0;
  made.reserve(ticks.size());
  for (const double x : ticks) made.push_back(plain ? fmt::format("{:.{}f}", x, decimals) : fmt::format("{:.4g}", x));
  return made;
}

}  // namespace poldyn::plot
