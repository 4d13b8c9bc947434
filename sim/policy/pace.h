#pragma once

#include <limits>

namespace poldyn {

/// Rate of a Poisson process at a time t in years: its trend times its season, 1 + swing sin(2 pi t / period).
///
/// The trend is what is wished, per_year e^(shift + growth t), held to a limit if `filled` is above 0: with
///   x(t) = e^((growth - base_growth) t + shift - base_shift),
/// by which the wish has grown beside the base that the limit is a share of, it is divided by
///   max(1, max(1 - filled, 0) + filled x(t)).
/// So it begins at per_year, grows by logistic toward a share of the base, and passes neither that share nor the wish
/// (Verhulst 1838). What begins beyond its limit (filled > 1) is held to it from the start; what grows more slowly than
/// its base (x < 1) needs no limit.
struct Pace {
  double per_year = 0;
  double growth = 0;
  double shift = 0;
  double swing = 0;   ///< in [0, 1]
  double period = 1;  ///< years
  double filled = 0;  ///< part of its limit that the process begins at; 0: there is no limit
  double base_growth = 0;
  double base_shift = 0;

  /// Whether points come alike: without a swing its period is nothing and without a limit its base is, and a change of
  /// them must not plan a pending point a second time.
  friend bool operator==(const Pace& a, const Pace& b) {
    return a.per_year == b.per_year && a.growth == b.growth && a.shift == b.shift && a.swing == b.swing &&
           (a.swing == 0 || a.period == b.period) && a.filled == b.filled &&
           (a.filled == 0 || (a.base_growth == b.base_growth && a.base_shift == b.base_shift));
  }
};

/// What a change of its growth adds to a curve's shift, so that it goes on from where it is at that time.
constexpr double turned(double growth_before, double growth, double years) {
  return growth_before == growth ? 0 : (growth_before - growth) * years;
}

/// Points per year at a time, without their season.
double trend_at(const Pace& pace, double years);
/// Expected points between two times, years. Without a limit in closed form, else by quadrature, to 1e-12 of them.
double points_between(const Pace& pace, double from, double to);
/// The time, in years, until which `points` are expected from `from` on; infinite if that is after `until`.
double time_of_points(const Pace& pace, double from, double points,
                      double until = std::numeric_limits<double>::infinity());

}  // namespace poldyn
