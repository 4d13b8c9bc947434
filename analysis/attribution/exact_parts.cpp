#include "analysis/attribution/exact_parts.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>

namespace poldyn::analysis {
namespace {

constexpr double most_missing = 64;  // grains for each part: more is no rounding

/// By what was cut off, most first; of equals the first, so that the outcome is a function of the parts.
std::vector<std::size_t> by_loss(std::span<const double> parts, const std::vector<double>& cut) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (parts[i] != 0) places.push_back(i);
  std::stable_sort(places.begin(), places.end(),
                   [&](std::size_t i, std::size_t j) { return parts[i] - cut[i] > parts[j] - cut[j]; });
  return places;
}

}  // namespace

double grain_of(std::span<const double> parts) {
  constexpr int bits = 53, smallest = -1074;  // of a double
  constexpr double room = 1 + 0x1p-40;        // for what rounding and the missing grains add
  double gains = 0, losses = 0;
  for (const double part : parts) (part > 0 ? gains : losses) += std::abs(part);
  const double most = std::max(gains, losses);
  if (most == 0) return 0;
  int exponent = 0;
  std::frexp(most * room, &exponent);  // most < 2^exponent
  return std::ldexp(1.0, std::max(exponent - bits, smallest));
}

double rounded(double x, double grain) { return grain == 0 ? x : std::nearbyint(x / grain) * grain; }

std::vector<double> exact_parts(std::span<const double> parts, double whole, double grain) {
  std::vector<double> made(parts.begin(), parts.end());
  if (grain == 0) return made;
  double sum = 0;
  for (double& part : made) sum += part = std::floor(part / grain) * grain;
  const std::vector<std::size_t> places = by_loss(parts, made);
  const double missing = (whole - sum) / grain;
  if (missing == 0) return made;
  if (!(std::abs(missing) <= most_missing * static_cast<double>(places.size())))
    throw std::logic_error("parts that do not sum to their whole");
  const double step = missing > 0 ? grain : -grain;
  for (std::size_t next = 0; next < static_cast<std::size_t>(std::abs(missing)); ++next)
    made[places[next % places.size()]] += step;
  return made;
}

}  // namespace poldyn::analysis
