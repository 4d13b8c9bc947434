#pragma once

#include <cstdint>

#include "sim/base/sim_time.h"

namespace poldyn {

/// Sum of many lengths of time, exact in whatever order. Ticks hold 292,000 years: a million vendors have lived that
/// long together within four months.
class TimeSum {
 public:
  constexpr TimeSum() = default;
  constexpr TimeSum(Ticks length) : days_(length / day), rest_(length % day) {}  // NOLINT: a length is a sum of one

  constexpr TimeSum& operator+=(const TimeSum& other) {
    days_ += other.days_;
    rest_ += other.rest_;
    if (rest_ >= day) {
      rest_ -= day;
      ++days_;
    }
    return *this;
  }
  /// `part` was added before: what is left.
  constexpr TimeSum& operator-=(const TimeSum& part) {
    days_ -= part.days_;
    rest_ -= part.rest_;
    if (rest_ < Ticks{0}) {
      rest_ += day;
      --days_;
    }
    return *this;
  }
  friend constexpr TimeSum operator+(TimeSum a, const TimeSum& b) { return a += b; }
  friend constexpr TimeSum operator-(TimeSum a, const TimeSum& b) { return a -= b; }
  friend constexpr bool operator==(const TimeSum&, const TimeSum&) = default;

  /// Days, as the sum in ticks would be converted where it fits in them.
  friend double in_days(const TimeSum& sum) {
    constexpr std::int64_t most = Ticks::max() / day - 1;
    return sum.days_ <= most ? in_days(sum.days_ * day + sum.rest_)
                             : static_cast<double>(sum.days_) + in_days(sum.rest_);
  }

 private:
  static constexpr Ticks day = std::chrono::hours(24);

  std::int64_t days_ = 0;
  Ticks rest_{};  ///< less than a day
};

}  // namespace poldyn
