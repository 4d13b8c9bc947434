#include "sim/policy/pace.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "sim/base/elementary.h"

namespace poldyn {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();
constexpr double longest = 2000;  ///< years; nothing is waited for beyond

/// Whether the limit is a share of nothing.
bool is_shut(const Pace& pace) { return pace.filled == never; }

double season_at(const Pace& pace, double years) {
  return pace.swing > 0 ? 1 + pace.swing * sin(2 * std::numbers::pi * years / pace.period) : 1;
}
double rate_at(const Pace& pace, double years) { return trend_at(pace, years) * season_at(pace, years); }

// ---- with a limit: Gauss-Legendre in panels -------------------------------------------------------------------------

struct Node {
  double at;      ///< in [-1, 1]
  double weight;  ///< both nodes of a pair have it; sums to 1 over the pairs
};
/// Nodes and weights of Gauss and Legendre's rule of 8 points (Abramowitz & Stegun 1964, table 25.4).
constexpr std::array<Node, 4> gauss{{{0.183434642495649804939476142360, 0.362683783378361982965150449277},
                                     {0.525532409916328985817739049189, 0.313706645877887287337962201987},
                                     {0.796666477413626739591553936476, 0.222381034453374470544355994426},
                                     {0.960289856497536231683560868569, 0.101228536290376259152531354310}}};

/// Points in one panel.
double points_in(const Pace& pace, double from, double to) {
  const double middle = (from + to) / 2, half = (to - from) / 2;
  double sum = 0;
  for (const Node& node : gauss)
    sum += node.weight * (rate_at(pace, middle - half * node.at) + rate_at(pace, middle + half * node.at));
  return half * sum;
}

/// Width of a panel, years: the trend bends by e in one over its fastest rate, the season turns once in a period; with
/// half of that 8 points give 13 digits.
double panel_of(const Pace& pace) {
  const double fastest = std::max(
      {std::abs(pace.growth), std::abs(pace.base_growth), std::abs(pace.growth - pace.base_growth), 1 / longest});
  const double trend = 0.5 / fastest;
  return pace.swing > 0 ? std::min(trend, pace.period / 8) : trend;
}

double limited_points(const Pace& pace, double from, double to) {
  const double panels = std::ceil((to - from) / panel_of(pace)), width = (to - from) / panels;
  double sum = 0;
  for (double i = 0; i < panels; ++i) sum += points_in(pace, from + i * width, from + (i + 1) * width);
  return sum;
}

/// Where in the panel so many points are reached: Newton's steps, kept inside what is known to hold the answer.
double time_in_panel(const Pace& pace, double from, double width, double points) {
  constexpr int most_steps = 60;
  constexpr double exact = 1e-15;
  double low = 0, high = width;
  double at = std::min(points / rate_at(pace, from), width);
  if (!(at >= 0)) at = width / 2;  // the season's lowest point may have no rate at all
  for (int i = 0; i < most_steps && high - low > exact * width; ++i) {
    const double missing = points - points_in(pace, from, from + at);
    (missing > 0 ? low : high) = at;
    double next = at + missing / rate_at(pace, from + at);
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (std::abs(next - at) <= exact * (std::abs(from) + at)) return from + next;
    at = next;
  }
  return from + at;
}

double limited_time(const Pace& pace, double from, double points) {
  for (const double width = panel_of(pace), end = from + longest; from < end; from += width) {
    const double here = points_in(pace, from, from + width);
    if (here >= points) return time_in_panel(pace, from, width, points);
    points -= here;
  }
  return never;
}

}  // namespace

double trend_at(const Pace& pace, double years) {
  if (is_shut(pace)) return 0;
  const double wish = pace.per_year * exp(pace.shift + pace.growth * years);
  if (pace.filled <= 0) return wish;
  const double grown = pace.shift - pace.base_shift + (pace.growth - pace.base_growth) * years;
  // Divided by what would overflow: a wish far beyond its limit is the limit.
  if (grown > 0)
    return pace.per_year * exp(pace.base_shift + pace.base_growth * years) /
           (std::max(1 - pace.filled, 0.0) * exp(-grown) + pace.filled);
  return wish / (std::max(1 - pace.filled, 0.0) + pace.filled * exp(grown));
}

double points_between(const Pace& pace, double from, double to) {
  if (pace.filled > 0) return to > from ? limited_points(pace, from, to) : 0;
  const double g = pace.growth, start = pace.per_year * exp(pace.shift + g * from);
  double points = g == 0 ? start * (to - from) : start * expm1(g * (to - from)) / g;
  if (pace.swing > 0) {
    const double w = 2 * std::numbers::pi / pace.period;
    const auto wave = [&](double t) { return exp(g * (t - from)) * (g * sin(w * t) - w * cos(w * t)); };
    points += pace.swing * start * (wave(to) - wave(from)) / (g * g + w * w);
  }
  return points;
}

double time_of_points(const Pace& pace, double from, double points) {
  if (pace.per_year <= 0 || is_shut(pace)) return never;
  if (pace.filled > 0) return limited_time(pace, from, points);
  const double g = pace.growth, start = pace.per_year * exp(pace.shift + g * from);
  if (pace.swing <= 0) {
    if (g == 0) return from + points / start;
    const double x = g * points / start;
    return x > -1 ? from + log1p(x) / g : never;
  }
  double reach = pace.period;
  while (points_between(pace, from, from + reach) < points)
    if ((reach *= 2) > longest) return never;
  double low = 0;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + reach) / 2;
    (points_between(pace, from, from + middle) < points ? low : reach) = middle;
  }
  return from + reach;
}

}  // namespace poldyn
