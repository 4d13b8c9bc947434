#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>
#include <stdexcept>

namespace poldyn {

/// Length of time in whole microseconds. Integer ticks make sums exact, equality meaningful and the key of the
/// event queue monotone; a double of days drifts and makes ties depend on the order of additions.
using Ticks = std::chrono::duration<std::int64_t, std::micro>;

/// Moment since the scenario's start. SimTime + SimTime does not compile, which catches a class of mistakes.
struct ScenarioStart {};
using SimTime = std::chrono::time_point<ScenarioStart, Ticks>;

/// Length of time as read from a scenario and written to a result: 64-bit floating point days.
using Days = std::chrono::duration<double, std::ratio<86'400>>;

/// A year is 365.25 days (Julian year, IAU): the only year in poldyn, so that "10 y" means one number everywhere.
inline constexpr double days_per_year = 365.25;
/// A month is a twelfth of that year.
inline constexpr double days_per_month = days_per_year / 12;

/// The latest time that can be scheduled, about 2,283 years: it leaves the top bits of the 64-bit queue key free.
inline constexpr SimTime end_of_time{Ticks{(std::int64_t{1} << 56) - 1}};

/// Rounds to the nearest tick, halves upwards. Throws std::domain_error if `length` is NaN, negative, or beyond
/// `end_of_time`.
inline Ticks to_ticks(Days length) {
  const double ticks = std::chrono::duration<double, std::micro>(length).count();
  if (!(ticks >= 0) || ticks > static_cast<double>(end_of_time.time_since_epoch().count()))
    throw std::domain_error("length of time is negative, not a number, or beyond 2,283 years");
  // As std::llround, which is a call into the C library: this is done for every event. What is cut off is exact.
  const auto whole = static_cast<std::int64_t>(ticks);
  return Ticks{ticks - static_cast<double>(whole) < 0.5 ? whole : whole + 1};
}

inline SimTime at_day(double day) { return SimTime{to_ticks(Days{day})}; }
inline double in_days(Ticks length) { return Days(length).count(); }
inline double in_days(SimTime time) { return in_days(time.time_since_epoch()); }
inline double in_years(Ticks length) { return in_days(length) / days_per_year; }
inline double in_years(SimTime time) { return in_years(time.time_since_epoch()); }

}  // namespace poldyn
