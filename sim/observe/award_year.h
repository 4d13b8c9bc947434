#pragma once

#include <cstddef>
#include <vector>

#include "sim/observe/diversity.h"
#include "sim/world/bloc.h"

namespace poldyn {

/// So many vendors' awards are added up beside those of the first: public figures name the six with most.
inline constexpr std::size_t top_winners = 6;

/// A bloc's awards of the last 365 days. Shares do not exist without awards, nothing does before a year has passed.
struct AwardYear {
  double awards = missing_value;
  double value = missing_value;            ///< M$
  double top_share = missing_value;        ///< of value, of the vendor with most of it
  double top_six_share = missing_value;    ///< likewise, of the six with most
  double top_count_share = missing_value;  ///< of awards, of the vendor with most
  double top_six_count_share = missing_value;
};

/// Adds up one bloc's awards after another; keeps its scratch memory. O(a + w log w) in the number of a year's awards
/// and of the vendors that won them.
class AwardYearTaker {
 public:
  AwardYear take(const Bloc& bloc, SimTime now);

 private:
  struct Won {
    std::uint32_t vendor = 0;
    std::uint32_t count = 0;
    double value = 0;
  };
  /// By vendor, those with most value first.
  void add_up(const Bloc& bloc, SimTime now);
  /// Value of the first `n` vendors.
  double value_of(std::size_t n) const;
  /// Awards of the `n` vendors with most of them.
  double most_awards(std::size_t n) const;

  std::vector<Won> won_;
  std::vector<std::uint32_t> place_;  ///< in won_, by vendor; nowhere between calls
};

}  // namespace poldyn
