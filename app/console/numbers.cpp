#include "app/console/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/console/terminal.h"

namespace poldyn::app {
namespace {

/// Decimals that show one or two digits of the interval, as the Particle Data Group rounds (Review of Particle Physics,
/// introduction, section 5.3): 0.0123 and 0.0354 with two digits, 0.0355 with one, and 0.0951 as 0.10.
int decimals_for(double half_width) {
  const int exponent = static_cast<int>(std::floor(std::log10(half_width)));
  const double leading = half_width / std::pow(10.0, exponent);
  const int digits = leading < 3.55 || leading >= 9.5 ? 2 : 1;
  const int shift = leading >= 9.5 ? 1 : 0;
  return std::clamp(digits - 1 - exponent - shift, 0, 6);
}

constexpr double least_plain = 1e-4, most_plain = 1e7;  // beyond, with an exponent

bool plain(double half) { return half >= least_plain && half < most_plain; }

/// What is rounded to nothing has no sign.
double unsigned_zero(double x, int decimals) { return std::abs(x) < 0.5 * std::pow(10, -decimals) ? 0 : x; }

}  // namespace

std::string shown(const analysis::Estimate& estimate, bool sign) {
  const double mean = estimate.mean;
  // What rounding leaves of a spread of zero is not worth showing.
  const double half = estimate.half_width > 1e-12 * std::abs(mean) ? estimate.half_width : 0 * estimate.half_width;
  if (std::isnan(mean)) return "-";
  if (std::isnan(half)) return sign ? fmt::format("{:+.4g}", mean) : fmt::format("{:.4g}", mean);
  if (half == 0 || !plain(half) || std::abs(mean) >= most_plain) {
    const std::string middle = sign ? fmt::format("{:+.5g}", mean) : fmt::format("{:.5g}", mean);
    return fmt::format("{}{}{:.2g}", middle, plus_minus(), half);
  }
  const int decimals = decimals_for(half);
  const double told = unsigned_zero(mean, decimals);
  const std::string middle = sign ? fmt::format("{:+.{}f}", told, decimals) : fmt::format("{:.{}f}", told, decimals);
  return fmt::format("{}{}{:.{}f}", middle, plus_minus(), half, decimals);
}

std::string label(const results::MetricInfo& metric) {
  return metric.symbol.empty() ? metric.name : fmt::format("{} [{}]", metric.name, metric.symbol);
}

std::string shown(Days length) {
  const double years = length.count() / days_per_year;
  return years >= 1 ? fmt::format("{:.4g} y", years) : fmt::format("{:.4g} d", length.count());
}

std::string counted(std::size_t n, const std::string& what) {
  return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
}

}  // namespace poldyn::app
