#include "app/report/spoken.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "sim/base/sim_time.h"

namespace poldyn::app {
namespace {

int exponent_of(double x) { return x == 0 ? 0 : static_cast<int>(std::floor(std::log10(std::abs(x)) + 1e-12)); }

double rounded_to(double x, int decimals) {
  const double scale = std::pow(10.0, decimals);
  return std::round(x * scale) / scale;
}

/// "12345.6" as "12,345.6".
std::string with_thousands(std::string digits) {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  for (std::size_t at = point; at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

/// At how many places an interval is told: its width is some `steps` of the last one at least.
std::optional<int> range_decimals(double low, double high, double steps) {
  constexpr int most = 6;
  const double larger = std::max(std::abs(low), std::abs(high));
  if (!std::isfinite(larger) || larger == 0 || larger >= 1e15 || larger < 1e-6) return std::nullopt;
  const int exponent = exponent_of(larger);
  int decimals = (exponent >= 3 || larger / std::pow(10.0, exponent) < 2 ? 2 : 1) - exponent;
  while (low < high && decimals < most && (high - low) * std::pow(10.0, decimals) < steps) ++decimals;
  return decimals;
}

struct Fraction {
  double share;
  const char* words;
};
constexpr std::array<Fraction, 7> fractions{{{1.0 / 5, "a fifth"},
                                             {1.0 / 4, "a quarter"},
                                             {1.0 / 3, "a third"},
                                             {2.0 / 5, "two fifths"},
                                             {1.0 / 2, "half"},
                                             {3.0 / 5, "three fifths"},
                                             {2.0 / 3, "two thirds"}}};
constexpr double least_fraction = 0.18, most_fraction = 0.7;

}  // namespace

std::string spoken_at(double x, int decimals) {
  const double value = rounded_to(x, decimals);
  const std::string digits = with_thousands(fmt::format("{:.{}f}", std::abs(value), std::max(decimals, 0)));
  return value < 0 ? minus + digits : digits;
}

std::string spoken_range(double low, double high) {
  const auto decimals = range_decimals(low, high, 1);
  if (!decimals) return spoken(low) + " to " + spoken(high);
  return spoken_at(low, *decimals) + " to " + spoken_at(high, *decimals);
}

std::string spoken_mean(double mean, double half_width) {
  constexpr double steps = 4;  // so that it is not at an end of its interval
  const auto decimals = half_width > 0 ? range_decimals(mean - half_width, mean + half_width, steps) : std::nullopt;
  return decimals ? spoken_at(mean, *decimals) : spoken(mean);
}

std::string spoken(double x) {
  if (std::isnan(x)) return "-";
  if (std::isinf(x)) return x > 0 ? "∞" : std::string(minus) + "∞";
  if (x == 0) return "0";
  if (std::abs(x) >= 1e15 || std::abs(x) < 1e-6) return fmt::format("{:.2g}", x);
  const int exponent = exponent_of(x);
  const bool long_one = exponent >= 3 || std::abs(x) / std::pow(10.0, exponent) < 2;
  return spoken_at(x, (long_one ? 2 : 1) - exponent);
}

std::string spoken_signed(double x) { return x > 0 ? "+" + spoken(x) : spoken(x); }

std::string tabled(double mean, double half_width, bool sign) {
  if (std::isnan(mean)) return "-";
  const bool bare = std::isnan(half_width) || half_width <= 1e-12 * std::abs(mean);
  if (!bare && (half_width < 1e-6 || half_width >= 1e12)) return fmt::format("{:.4g} ± {:.2g}", mean, half_width);
  const int decimals = bare ? std::clamp(3 - exponent_of(mean), 0, 6) : 1 - exponent_of(half_width);
  const std::string middle = spoken_at(mean, decimals);
  const std::string told = sign && rounded_to(mean, decimals) > 0 ? "+" + middle : middle;
  return bare ? told : fmt::format("{} ± {}", told, spoken_at(half_width, decimals));
}

std::string share_of_whole(double share) {
  if (share < least_fraction || share > most_fraction) return spoken_at(100 * share, share < 0.1 ? 1 : 0) + per_cent;
  const auto nearest = std::min_element(fractions.begin(), fractions.end(), [&](const auto& a, const auto& b) {
    return std::abs(a.share - share) < std::abs(b.share - share);
  });
  return std::string("about ") + nearest->words;
}

bool told_as_one(double share) {
  constexpr double nearly_every = 0.995, one_in_three = 0.36, fewest = 1000;
  return share > nearly_every || (share <= one_in_three && std::round(1 / share) <= fewest);
}

std::string one_in(double share, const std::string& one, const std::string& several) {
  if (!told_as_one(share)) return fmt::format("{} of {}", spoken(100 * share) + per_cent, several);
  if (share > 0.5) return fmt::format("nearly every {}", one);
  return fmt::format("one {} in {}", one, count_in_words(std::round(1 / share)));
}

std::string count_in_words(double n) {
  constexpr std::array<const char*, 13> words{"no",    "one",   "two",  "three", "four",   "five",  "six",
                                              "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  const double whole = std::round(n);
  if (whole != n || whole < 0 || whole > 12) return spoken_at(n, whole == n ? 0 : 1);
  return words[static_cast<std::size_t>(whole)];
}

std::string length_in_words(double days) {
  const double years = days / days_per_year;
  if (years < 0.999) return fmt::format("{} days", spoken(days));
  const double near = std::round(years);
  const std::string number = std::abs(years - near) < 0.01 ? count_in_words(near) : spoken(years);
  return fmt::format("{} year{}", number, near == 1 && std::abs(years - near) < 0.01 ? "" : "s");
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string begun_small(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

std::string spoken_share(double share) { return std::isnan(share) ? "–" : spoken_at(100 * share, 0) + per_cent; }

}  // namespace poldyn::app
