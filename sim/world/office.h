#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>

#include "sim/base/ids.h"
#include "sim/base/sim_time.h"
#include "sim/world/kinds.h"

namespace poldyn {

/// Doubly linked list of filings through Filing::previous and next; the links live in the filings, so joining, leaving
/// from the middle and going to the front cost no allocation.
struct FilingList {
  FilingId first;
  FilingId last;
  std::uint32_t size = 0;
};

/// Counts and time integrals since the end of the warm-up; nothing in the run reads them.
struct OfficeTally {
  std::uint64_t there = 0;        ///< visits under way when counting began
  std::uint64_t arrived = 0;      ///< visits that joined
  std::uint64_t turned_away = 0;  ///< found the office full
  std::uint64_t withdrawn = 0;    ///< lost patience
  std::uint64_t abandoned = 0;    ///< visits that ended without a decision because the vendor left
  std::uint64_t overdue = 0;      ///< likewise because of a deadline; counted when the reviewer is free
  std::uint64_t started = 0;      ///< reviews begun
  std::uint64_t waited = 0;       ///< of those, after a wait above zero
  std::uint64_t finished = 0;     ///< visits that ended with a decision
  std::uint64_t passed = 0;
  std::uint64_t returned = 0;
  std::uint64_t refused = 0;
  double wait_days = 0;           ///< sum over started, in the queue
  double stay_days = 0;           ///< sum over finished, from joining to decision
  double lost_days = 0;           ///< sum over withdrawn, abandoned and overdue, from joining to that end
  double waiting_area = 0;        ///< integral of the number in the queue, filing-days
  double busy_area = 0;           ///< integral of the number in review, filing-days
  double awaiting_date_area = 0;  ///< integral of the number awaiting a window, filing-days
  double reviewer_area = 0;       ///< integral of the reviewers there are, reviewer-days: those who are to go are
                                  ///< there until they have finished what they began
  bool was_unlimited = false;     ///< had no limit of reviewers for a while
  SimTime since{};                ///< integrals start here
  SimTime counted_to{};           ///< and reach to here
};

/// A review office: one stage of one bloc, central or of a region. `waiting` is the sum of the queues and `in_review`
/// at most `reviewers`, but after a cut of reviewers, until those that are to go have finished. `decided` is empty
/// unless the stage decides on dates; then, while something is in it or new reviews end, a date is set. `tally` only
/// grows; measures are its difference from `warmup`.
struct Office {
  BlocId bloc;
  std::uint8_t stage = 0;       ///< index in the bloc's list of stages
  RegionId region;              ///< none if central
  std::uint32_t reviewers = 0;  ///< 0 is unlimited (StageRule says so by a word of its own)
  std::uint32_t in_review = 0;
  std::array<FilingList, max_priorities> queue;
  std::map<SimTime, FilingId> last_of_rank;   ///< in the queue, if it goes by due times or by lengths of ways
  FilingList decided;                         ///< reviewed, awaiting the window
  std::uint32_t waiting = 0;                  ///< sum of the queues
  bool decision_date_set = false;             ///< a window_opens is scheduled
  std::optional<SimTime> last_decision_date;  ///< the latest decision date, and how many were decided on it
  std::int64_t decided_on_date = 0;
  std::uint32_t decision_date_generation = 0;  ///< generation of the next window_opens
  OfficeTally tally;
  OfficeTally warmup;  ///< what `tally` was when the warm-up ended; zero before
};

}  // namespace poldyn
