#pragma once

#include <algorithm>

#include "sim/base/elementary.h"
#include "sim/base/param.h"
#include "sim/policy/staffing_rule.h"
#include "sim/world/kinds.h"

namespace poldyn {

enum class OfficeLevel : std::uint8_t { central, region };
template <>
inline constexpr std::array<std::string_view, 2> names_of<OfficeLevel>{"central", "region"};

/// `shortest`: of the filings that wait, one whose stages together take least.
enum class Discipline : std::uint8_t { fifo, priority, due, shortest };
template <>
inline constexpr std::array<std::string_view, 4> names_of<Discipline>{"fifo", "priority", "due", "short"};

enum class QueueEnd : std::uint8_t { back, front };
template <>
inline constexpr std::array<std::string_view, 2> names_of<QueueEnd>{"back", "front"};

/// What the deadline of a track does: all but hand the filing to another stage.
enum class TrackDeadline : std::uint8_t { approve, refuse, refund };
template <>
inline constexpr std::array<std::string_view, 3> names_of<TrackDeadline>{"approve", "refuse", "refund"};

/// Deadlines that public authorities set themselves or are set, days: plausible ones lie between.
inline constexpr double shortest_deadline = 15, longest_deadline = 180;
inline constexpr std::string_view deadlines_on_record =
    "goals and limits of US agencies: 90 FDA days for devices, 60 to 150 days for antennas (47 CFR 1.6003)";

/// One stage of review: its offices, its reviewers, how long they take, and what they may decide.
struct StageRule {
  OfficeLevel offices = OfficeLevel::central;
  std::int64_t reviewers = 10;
  bool unlimited = false;
  Law review = lognormal(30, 0.6);
  Discipline discipline = Discipline::fifo;
  std::int64_t capacity = 0;
  Law patience = constant(0);
  Days window{0};
  Days window_offset{0};
  std::int64_t decisions_per_window = 0;
  double pass_probability = 1;
  double safety_slope = 0;
  double safety_threshold = 0.5;
  Law rectification = constant(30);
  QueueEnd resubmit = QueueEnd::back;
  std::string return_to;
  std::int64_t max_attempts = 5;
  Days deadline{0};
  DeadlineAction on_deadline = DeadlineAction::approve;
  std::string escalate_to;
  bool clock_stops = true;
  DeadlineReview deadline_review = DeadlineReview::finishes;
  bool open = true;
  std::vector<double> closed_regions;
  StaffingRule staffing;  ///< a table of its own
  PracticeRule practice;  ///< likewise

  static constexpr auto params() {
    using S = StageRule;
    return std::to_array<ParamRow>({
        row<&S::offices>("offices", "one central office, or one in each region", by_design()),
        row<&S::reviewers>("reviewers", Unit::count, {1, 1e6},
                           "reviewers per office; if there is no limit: unlimited = true", assumed(1, 100)),
        row<&S::unlimited>("unlimited", "whether every filing is reviewed at once, however many reviewers there are",
                           by_design()),
        row<&S::review>("review", Unit::day, {0, 36525}, "working time of one review",
                        sourced("30 working days of official review, agency figure, data/figures.csv", 10, 90)),
        row<&S::discipline>("discipline",
                            "who is next: first come, lower priority class, earliest deadline, or shortest way first",
                            by_design()),
        row<&S::capacity>("capacity", Unit::count, {0, 1e9},
                          "filings an office holds; more are turned away; 0 has no limit", by_design()),
        row<&S::patience>("patience", Unit::day, {0, 36525},
                          "wait after which a filing is withdrawn; mean 0 waits for ever", assumed(0, 720)),
        row<&S::window>("window", Unit::day, {0, 36525}, "time between decision dates; 0 decides when the review ends",
                        assumed(0, 180)),
        row<&S::window_offset>("window_offset", Unit::day, {0, 36525}, "first decision date", by_design()),
        row<&S::decisions_per_window>("decisions_per_window", Unit::count, {0, 1e9},
                                      "most decisions on one date; 0 has no limit", assumed(0, 100)),
        row<&S::pass_probability>("pass_probability", Unit::share, {0, 1},
                                  "probability of passing at a safety score equal to the threshold",
                                  sourced("0.4 told to supplement, 0.7 returned at the paper check, both agency "
                                          "marketing: weak, data/figures.csv",
                                          0.3, 1)),
        row<&S::safety_slope>("safety_slope", Unit::none, {0, 1e3},
                              "change of the log odds of passing per unit of safety score", assumed(0, 10)),
        row<&S::safety_threshold>("safety_threshold", Unit::none, {-1e3, 1e3},
                                  "safety score at which pass_probability holds", assumed(0, 1)),
        row<&S::rectification>("rectification", Unit::day, {0, 36525}, "time to mend and file again after a return",
                               assumed(7, 90)),
        row<&S::resubmit>("resubmit", "where a returned filing queues again", by_design()),
        row<&S::return_to>("return_to", "stage to which a failed filing goes; empty is this one", by_design()),
        row<&S::max_attempts>("max_attempts", Unit::count, {1, 250},
                              "attempts at this stage before a filing is refused", assumed(2, 10)),
        row<&S::deadline>("deadline", Unit::day, {0, 36525},
                          "time from joining the stage after which on_deadline decides; 0 has none",
                          sourced(deadlines_on_record, shortest_deadline, longest_deadline)),
        row<&S::on_deadline>("on_deadline",
                             "what a deadline does: tacit approval of the stage, refusal, another stage, fee back",
                             by_design()),
        row<&S::escalate_to>("escalate_to", "stage that takes over what on_deadline = \"escalate\" takes away",
                             by_design()),
        row<&S::clock_stops>("clock_stops", "whether the stage's clock stands while a returned filing is mended",
                             by_design()),
        row<&S::deadline_review>("deadline_review", "what becomes of a review that is under way at the deadline",
                                 by_design()),
        row<&S::open>("open", "whether the stage's offices begin reviews and hold decision dates", by_design()),
        row<&S::closed_regions>("closed_regions", Unit::none, {1, 64},
                                "regions, counted from 1, whose office is shut although the stage is open",
                                by_design()),
    });
  }
};

/// Reviewers of an office as `Office::reviewers` counts them: 0 has no limit.
constexpr std::uint32_t reviewers_of(const StageRule& rule) {
  return rule.unlimited ? 0 : static_cast<std::uint32_t>(rule.reviewers);
}

/// Whether the office of a region, counted from 0 (of a central office it does not count), works: a shut one begins no
/// review and holds no decision date.
inline bool is_open(const StageRule& rule, std::size_t region) {
  if (rule.closed_regions.empty() || rule.offices == OfficeLevel::central) return rule.open;
  return rule.open && std::find(rule.closed_regions.begin(), rule.closed_regions.end(),
                                static_cast<double>(region) + 1) == rule.closed_regions.end();
}

/// Probability that a filing passes: logistic in its safety score, through pass_probability at the threshold.
/// A slope of 0 makes it pass_probability for all. `safety` is the model's robustness, in [0, 1].
inline double chance_to_pass(const StageRule& stage, double safety) {
  const double p = stage.pass_probability;
  if (stage.safety_slope == 0 || p <= 0 || p >= 1) return p;
  const double odds = p / (1 - p) * exp(stage.safety_slope * (safety - stage.safety_threshold));
  return odds / (1 + odds);
}

/// First decision date at or after `now`. Precondition: the stage has a window.
inline SimTime next_decision_date(const StageRule& stage, SimTime now) {
  const Ticks width = to_ticks(stage.window);
  const SimTime first{to_ticks(stage.window_offset)};
  if (now <= first) return first;
  const auto passed = (now - first + width - Ticks{1}) / width;  // rounded up: a decision date itself is not missed
  return first + passed * width;
}

/// A chain of stages, by name and in order; a filing passes them all.
struct TrackRule {
  std::vector<std::string> stages;
  double filing_cost = 0;
  Days deadline{0};
  TrackDeadline on_deadline = TrackDeadline::approve;
  bool clock_stops = true;
  DeadlineReview deadline_review = DeadlineReview::finishes;

  static constexpr auto params() {
    using T = TrackRule;
    return std::to_array<ParamRow>({
        row<&T::stages>("stages", Unit::none, {}, "names of the stages that a filing passes, in order", by_design()),
        row<&T::filing_cost>("filing_cost", Unit::money, {0, 1e6}, "what a vendor pays for each attempt",
                             assumed(0, 0.5)),
        row<&T::deadline>("deadline", Unit::day, {0, 36525},
                          "time from filing after which on_deadline decides; 0 has none",
                          sourced(deadlines_on_record, shortest_deadline, longest_deadline)),
        row<&T::on_deadline>("on_deadline",
                             "what a deadline does: tacit approval of all stages left, refusal, fee back", by_design()),
        row<&T::clock_stops>("clock_stops", "whether the track's clock stands while a returned filing is mended",
                             by_design()),
        row<&T::deadline_review>("deadline_review", "what becomes of a review that is under way at the deadline",
                                 by_design()),
    });
  }
};

}  // namespace poldyn
