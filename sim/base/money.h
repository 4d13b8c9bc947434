#pragma once

#include <cmath>
#include <compare>
#include <cstdint>
#include <stdexcept>

namespace poldyn {

/// A sum of money in whole millionths of a million dollars, that is in dollars: sums are exact in any order, so that
/// books balance to the unit. A flow is rounded once, when it comes to be; then it is only added and taken away.
/// Doubles of M$ appear at the borders: what parameters say, what laws and utilities work with, what metrics show.
class Money {
 public:
  constexpr Money() = default;
  static constexpr Money units(std::int64_t n) { return Money{n}; }
  /// Rounds to the nearest unit, halves away from zero. Throws std::overflow_error beyond four million million M$, or
  /// if `millions` is not a number.
  static Money of(double millions) {
    if (!(std::abs(millions) <= 4e12)) throw std::overflow_error("a sum of money beyond 4e12 M$, or not a number");
    const double n = millions * per_million;
    return Money{
        static_cast<std::int64_t>(n < 0 ? n - 0.5 : n + 0.5)};  // inline, as llround is not: this is called a lot
  }

  constexpr std::int64_t units() const { return units_; }
  constexpr double millions() const { return static_cast<double>(units_) / per_million; }

  /// Throws std::overflow_error beyond 64 bits.
  constexpr Money& operator+=(Money other) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(units_, other.units_, &sum)) throw std::overflow_error("a sum of money beyond 64 bits");
    units_ = sum;
    return *this;
  }
  constexpr Money& operator-=(Money other) {
    std::int64_t rest = 0;
    if (__builtin_sub_overflow(units_, other.units_, &rest)) throw std::overflow_error("a sum of money beyond 64 bits");
    units_ = rest;
    return *this;
  }
  friend constexpr Money operator+(Money a, Money b) { return a += b; }
  friend constexpr Money operator-(Money a, Money b) { return a -= b; }
  constexpr Money operator-() const { return Money{} - *this; }
  friend constexpr auto operator<=>(Money, Money) = default;

 private:
  static constexpr double per_million = 1e6;
  constexpr explicit Money(std::int64_t n) : units_(n) {}
  std::int64_t units_ = 0;
};

/// `share` of a sum, rounded once.
inline Money part(double share, Money of_what) { return Money::of(share * of_what.millions()); }

}  // namespace poldyn
