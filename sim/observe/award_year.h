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
  double awards = not_there;
  double value = not_there;            ///< M$
  double top_share = not_there;        ///< of value, of the vendor with most of it
  double top_six_share = not_there;    ///< likewise, of the six with most
  double top_count_share = not_there;  ///< of awards, of the vendor with most
  double top_six_count_share = not_there;
};

/// Adds up one bloc's awards after another; keeps its scratch memory. O(a log a) in the number of a year's awards.
class AwardYearTaker {
 public:
  AwardYear take(const Bloc& bloc, SimTime now);

 private:
  struct Won {
    std::uint32_t vendor;
    double count;
    double value;
  };
  void add_up(const Bloc& bloc, SimTime now);
  /// Of the `n` vendors with most, and of all.
  double most(double Won::*what, std::size_t n);

  std::vector<Won> won_;  ///< by vendor
};

}  // namespace poldyn
