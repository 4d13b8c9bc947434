#include "app/console/shares.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace poldyn::app {

std::string percent(double share) {
  if (std::isnan(share)) return "-";
  const double x = 100 * share, from_end = std::min(x, 100 - x);
  return fmt::format("{:.{}f} %", x, from_end > 0 && from_end < 9.5 ? 1 : 0);
}

std::string whole_percent(double share) {
  if (std::isnan(share)) return "-";
  if (share > 0 && share < 0.005) return "<1 %";
  if (share < 1 && share >= 0.995) return ">99 %";
  const double x = std::nearbyint(100 * share);
  return fmt::format("{:.0f} %", x == 0 ? 0.0 : x);  // never minus nothing
}

std::string interval_of_level(double level) { return fmt::format("{:.4g} % interval", 100 * level); }

}  // namespace poldyn::app
