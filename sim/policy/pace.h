#pragma once

#include <limits>
#include <numbers>

#include "sim/base/elementary.h"

namespace poldyn {

/// Rate of a Poisson process at a time t in years: per_year e^(shift + growth t) (1 + swing sin(2 pi t / period)).
struct Pace {
  double per_year = 0;
  double growth = 0;
  double shift = 0;
  double swing = 0;   ///< in [0, 1]
  double period = 1;  ///< years

  /// Whether points come alike: without a swing its period is nothing, and a change of it must not plan a pending point
  /// a second time.
  friend bool operator==(const Pace& a, const Pace& b) {
    return a.per_year == b.per_year && a.growth == b.growth && a.shift == b.shift && a.swing == b.swing &&
           (a.swing == 0 || a.period == b.period);
  }
};

/// Expected points between two times, years.
inline double points_between(const Pace& pace, double from, double to) {
  const double g = pace.growth, start = pace.per_year * exp(pace.shift + g * from);
  double points = g == 0 ? start * (to - from) : start * expm1(g * (to - from)) / g;
  if (pace.swing > 0) {
    const double w = 2 * std::numbers::pi / pace.period;
    const auto wave = [&](double t) { return exp(g * (t - from)) * (g * sin(w * t) - w * cos(w * t)); };
    points += pace.swing * start * (wave(to) - wave(from)) / (g * g + w * w);
  }
  return points;
}

/// The time, in years, until which `points` are expected from `from` on; infinite if that never comes.
inline double time_of_points(const Pace& pace, double from, double points) {
  constexpr double never = std::numeric_limits<double>::infinity(), longest = 2000;
  if (pace.per_year <= 0) return never;
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
