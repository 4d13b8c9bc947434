#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "sim/base/money.h"
#include "sim/base/sim_time.h"
#include "sim/world/kinds.h"

namespace poldyn {

/// A statutory clock of one filing: of the stage where it is, or of its whole track. It keeps the rules that it started
/// under. none -> running <-> standing -> passed, or back to none when what it was for is over.
struct DeadlineClock {
  /// `passed`: the deadline has come, the filing waits on, and it does not come again.
  enum class State : std::uint8_t { none, running, standing, passed };
  State state{};
  DeadlineAction action{};
  DeadlineReview review{};       ///< what becomes of a review under way
  std::uint8_t escalate_to = 0;  ///< index in the bloc's list of stages, if that is the action
  bool stops = false;            ///< stands while the filing is mended
  SimTime started{};
  Ticks length{};  ///< from its start to the deadline, without the time for which it stands
  SimTime due{};   ///< while it runs
  Ticks left{};    ///< while it stands
};

/// What the law promises one filing.
struct FilingDeadlines {
  DeadlineClock stage;
  DeadlineClock track;
  std::optional<std::uint8_t> escalated_to;  ///< the stage that reviews it instead of that of its route
  std::optional<SimTime> planned;            ///< a deadline_passes is scheduled for then
  Money fee;                                 ///< paid for the present attempt, as far as it was not paid back
  bool tacit = false;                        ///< a stage that it passed, or all that were left, passed by a deadline
};

/// When a filing that waits is due, or was; the end of time without a clock.
inline SimTime due_of(const FilingDeadlines& deadlines) {
  SimTime due = end_of_time;
  for (const DeadlineClock* clock : {&deadlines.stage, &deadlines.track})
    if (clock->state == DeadlineClock::State::running || clock->state == DeadlineClock::State::passed)
      due = std::min(due, clock->due);
  return due;
}

/// Since the end of the warm-up; nothing in the run reads it. Of clocks are counted those that started since then and
/// would run out before the run does: a clock that cannot be seen to pass must not be seen to have been kept either.
struct DeadlineTally {
  std::uint64_t in_time = 0;        ///< clocks that ended by a decision of the office
  std::uint64_t near_deadline = 0;  ///< of those, in the last tenth of the clock
  std::uint64_t passed = 0;         ///< clocks that ran out
  std::uint64_t escalated = 0;      ///< filings that a deadline sent to another stage
  std::uint64_t refunded = 0;       ///< fees paid back
  std::uint64_t approvals = 0;
  std::uint64_t tacit = 0;  ///< of those, with a stage or more that a deadline passed
  double tacit_use = 0;     ///< M$ of use of products that stand on a tacit approval
  double reviewed_use = 0;  ///< and of those that stand on another
  std::uint64_t tacit_incidents = 0;
  std::uint64_t reviewed_incidents = 0;
};

}  // namespace poldyn
