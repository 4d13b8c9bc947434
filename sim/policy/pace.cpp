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
constexpr double longest = 2000;  ///< years; nothing is waited for longer

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

double held_points(const Pace& pace, double from, double to) {
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

double held_time(const Pace& pace, double from, double points, double until) {
  for (const double panel = panel_of(pace); from < until; from += panel) {
    const double width = std::min(panel, until - from), here = points_in(pace, from, from + width);
    if (here >= points) return time_in_panel(pace, from, width, points);
    points -= here;
  }
  return never;
}

// ---- without: in closed form ----------------------------------------------------------------------------------------

double free_points(const Pace& pace, double from, double to) {
  const double g = pace.growth, start = pace.per_year * exp(pace.shift + g * from);
  double points = g == 0 ? start * (to - from) : start * expm1(g * (to - from)) / g;
  if (pace.swing > 0) {
    const double w = 2 * std::numbers::pi / pace.period;
    const auto wave = [&](double t) { return exp(g * (t - from)) * (g * sin(w * t) - w * cos(w * t)); };
    points += pace.swing * start * (wave(to) - wave(from)) / (g * g + w * w);
  }
  return points;
}

double free_time(const Pace& pace, double from, double points, double until) {
  const double g = pace.growth, start = pace.per_year * exp(pace.shift + g * from);
  if (pace.swing <= 0) {
    if (g == 0) return from + points / start;
    const double x = g * points / start;
    return x > -1 ? from + log1p(x) / g : never;
  }
  if (free_points(pace, from, until) < points) return never;
  double reach = pace.period;
  while (free_points(pace, from, from + reach) < points) reach *= 2;
  double low = 0;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + reach) / 2;
    (free_points(pace, from, from + middle) < points ? low : reach) = middle;
  }
  return from + reach;
}

// ---- which of them holds when ---------------------------------------------------------------------------------------

struct Stretch {
  double until;  ///< years
  bool held;     ///< whether the limit holds back what is wished
};

/// The stretch that a time lies in, or that begins there. There are two at most: the wish and its base grow apart by
/// one rate, so they meet once.
Stretch stretch_at(const Pace& pace, double years) {
  if (pace.filled <= 0) return {never, false};
  const double apart = pace.growth - pace.base_growth;
  const double over = pace.shift - pace.base_shift + log(std::max(pace.filled, 1.0));  // at time 0
  if (apart == 0) return {never, over > 0};
  const double bend = -over / apart;
  return years >= bend ? Stretch{never, apart > 0} : Stretch{bend, apart < 0};
}

double points_in_stretch(const Pace& pace, const Stretch& stretch, double from, double to) {
  return stretch.held ? held_points(pace, from, to) : free_points(pace, from, to);
}

}  // namespace

double trend_at(const Pace& pace, double years) {
  if (is_shut(pace)) return 0;
  const double wish = pace.per_year * exp(pace.shift + pace.growth * years);
  if (pace.filled <= 0) return wish;
  const double room = std::max(1 - pace.filled, 0.0);
  const double grown = pace.shift - pace.base_shift + (pace.growth - pace.base_growth) * years;
  if (grown <= 0) return wish / std::max(1.0, room + pace.filled * exp(grown));
  // Divided by what would overflow: a wish far beyond its limit is the limit.
  const double shrunk = exp(-grown);
  return pace.per_year * exp(pace.base_shift + pace.base_growth * years) /
         std::max(shrunk, room * shrunk + pace.filled);
}

double points_between(const Pace& pace, double from, double to) {
  if (pace.filled <= 0) return free_points(pace, from, to);
  double sum = 0;
  while (from < to) {
    const Stretch stretch = stretch_at(pace, from);
    const double end = std::min(to, stretch.until);
    sum += points_in_stretch(pace, stretch, from, end);
    from = end;
  }
  return sum;
}

double time_of_points(const Pace& pace, double from, double points, double until) {
  if (pace.per_year <= 0 || is_shut(pace)) return never;
  until = std::min(until, from + longest);
  while (from < until) {
    const Stretch stretch = stretch_at(pace, from);
    const double end = std::min(until, stretch.until);
    const double at = stretch.held ? held_time(pace, from, points, end) : free_time(pace, from, points, end);
    if (at <= end) return at;
    if (end < until) points = std::max(0.0, points - points_in_stretch(pace, stretch, from, end));
    from = end;
  }
  return never;
}

}  // namespace poldyn
