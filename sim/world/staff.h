#pragma once

#include <cstdint>
#include <deque>

#include "sim/base/elementary.h"
#include "sim/base/money.h"
#include "sim/base/sim_time.h"

namespace poldyn {

/// A rate that is told in counts of intervals: its exponential mean over a memory that began with the first of them, so
/// that a short history is no bias towards 0.
class RememberedRate {
 public:
  /// `count` came, evenly, in the `days` since the last call. Precondition: days > 0, memory > 0.
  void tell(double count, double days, double memory) {
    const double kept = exp(-days / memory);
    sum_ = sum_ * kept + count / days * (1 - kept);
    weight_ = weight_ * kept + (1 - kept);
  }
  /// 0 before the first call.
  double per_day() const { return weight_ > 0 ? sum_ / weight_ : 0; }

 private:
  double sum_ = 0;
  double weight_ = 0;
};

/// Counts and time integrals of one office's staff since the end of the warm-up; nothing in the run reads them.
struct StaffTally {
  std::uint64_t hired = 0;    ///< reviewers that joined
  std::uint64_t left = 0;     ///< by themselves, or since they were told to
  std::uint64_t reviews = 0;  ///< begun
  double speed = 0;           ///< sum over them of the speed at which they are made; a trained beginner's is 1
  double vacancy_area = 0;    ///< integral of those who are hired and have not joined, reviewer-days
  double trainee_area = 0;    ///< of those in training
  double cost = 0;            ///< M$ that the reviewers cost the state
  SimTime counted_to{};       ///< integrals start at the end of the warm-up and reach to here
};

/// The staff of one office: Office::reviewers are there, some of them in training. The office compares them with its
/// target again and again. A change of the rules may call a comparison off: it finds then that its generation is over.
struct Staff {
  std::deque<SimTime> trained_at;  ///< by trainee, the end of the training; sorted
  std::uint32_t joining = 0;       ///< hired, and to join at a time that is drawn
  std::uint32_t leaving = 0;       ///< told to leave, likewise
  std::uint32_t hires = 0;         ///< decided so far: ordinals in random streams
  std::uint32_t dismissals = 0;    ///< likewise
  std::uint32_t comparisons = 0;   ///< likewise
  std::uint32_t generation = 0;    ///< of the next comparison
  SimTime compared{};              ///< last, or since when there is a target
  std::uint64_t came = 0;          ///< visits since then, of filings that found the office full, too
  double fees_came = 0;            ///< M$ since then
  RememberedRate visits;
  RememberedRate fees;        ///< M$
  std::uint64_t reviews = 0;  ///< finished: the experience of the office
  double cost_per_year = 0;   ///< copy of the rule's, M$ a reviewer; 0 until something is followed
  double cost = 0;            ///< M$ since the start,
  Money paid;                 ///< as far as it has been entered in the books
  StaffTally tally;
};

}  // namespace poldyn
