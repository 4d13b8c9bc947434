#pragma once

#include <algorithm>

#include "sim/base/elementary.h"
#include "sim/base/param.h"

namespace poldyn {

/// What an office's number of reviewers follows.
enum class StaffingTarget : std::uint8_t { none, workload, backlog, wait };
template <>
inline constexpr std::array<std::string_view, 4> names_of<StaffingTarget>{"none", "workload", "backlog", "wait"};

/// How the offices of a stage come by their reviewers. All numbers are of one office.
struct StaffingRule {
  StaffingTarget follows = StaffingTarget::none;
  Days every{91};
  Days memory{91};
  double load = 0.85;
  double usual_backlog = 0;
  Days clear_in{180};
  Days usual_wait{90};
  double gain = 0.05;
  Law hire_lag = lognormal(180, 0.5);
  Days training{180};
  double trainee_speed = 0.5;
  double attrition_per_year = 0.1;
  bool lets_go = false;
  Law leave_lag = constant(30);
  std::int64_t least = 1;
  std::int64_t most = 1'000'000;
  double cost_per_year = 0.1;
  bool budgeted = false;
  double budget_per_year = 0;
  double fee_share = 1;

  static constexpr auto params() {
    using S = StaffingRule;
    return std::to_array<ParamRow>({
        row<&S::follows>("follows", "what the number of reviewers follows; none leaves it to the stage's reviewers",
                         by_design()),
        row<&S::every>("every", Unit::day, {1, 36525}, "time between comparisons of the reviewers with the target",
                       assumed(30, 365)),
        row<&S::memory>("memory", Unit::day, {1, 36525},
                        "time over which visits are averaged, exponentially: what workload follows", assumed(30, 365)),
        row<&S::load>("load", Unit::share, {0.1, 1}, "share of reviewers' time that workload plans to use",
                      assumed(0.7, 0.95)),
        row<&S::usual_backlog>("usual_backlog", Unit::count, {0, 1e9},
                               "filings in the queue that ask for no further reviewer: of workload and backlog",
                               by_design()),
        row<&S::clear_in>("clear_in", Unit::day, {1, 36525}, "time in which workload plans to clear what is beyond it",
                          assumed(90, 730)),
        row<&S::usual_wait>("usual_wait", Unit::day, {0.01, 36525},
                            "mean age of the queue that asks for no further reviewer: of wait", by_design()),
        row<&S::gain>("gain", Unit::none, {0, 100},
                      "backlog: reviewers per filing beyond usual_backlog; wait: relative change of the reviewers per "
                      "relative change of the wait",
                      assumed(0.01, 2)),
        row<&S::hire_lag>("hire_lag", Unit::day, {0, 36525}, "time from a decision to hire until the reviewer joins",
                          assumed(60, 365)),
        row<&S::training>("training", Unit::day, {0, 36525}, "time for which who has joined works at trainee_speed",
                          assumed(60, 540)),
        row<&S::trainee_speed>("trainee_speed", Unit::none, {0.05, 1}, "speed of a trainee; a trained reviewer has 1",
                               assumed(0.3, 0.8)),
        row<&S::attrition_per_year>("attrition", Unit::per_year, {0, 2}, "rate at which each reviewer leaves",
                                    assumed(0.05, 0.2)),
        row<&S::lets_go>("lets_go", "whether a surplus of reviewers is told to leave", by_design()),
        row<&S::leave_lag>("leave_lag", Unit::day, {0, 36525}, "time from being told to leave until the reviewer does",
                           assumed(0, 180)),
        row<&S::least>("least", Unit::count, {1, 1e6}, "fewest reviewers that the target asks for, whatever the budget",
                       by_design()),
        row<&S::most>("most", Unit::count, {1, 1e6}, "most reviewers that the target asks for", by_design()),
        row<&S::cost_per_year>("cost", Unit::money_per_year, {0, 1e3}, "what a reviewer costs the state",
                               assumed(0.05, 0.3)),
        row<&S::budgeted>("budgeted", "whether the target is cut to what the budget pays", by_design()),
        row<&S::budget_per_year>("budget", Unit::money_per_year, {0, 1e9}, "budget beside fees, if budgeted",
                                 by_design()),
        row<&S::fee_share>("fee_share", Unit::share, {0, 1},
                           "share of the fees of the last year that the budget has, if budgeted",
                           by_design("a choice of the regime: user fees, as PDUFA (US, 1992) has them for new drugs")),
    });
  }
};

/// How an office learns from its reviews (Wright 1936, doi:10.2514/8.155; Argote & Epple 1990,
/// doi:10.1126/science.247.4945.920): the time of a review falls with a power of their number.
struct PracticeRule {
  double exponent = 0;
  double reviews = 200;
  double floor = 0.5;

  static constexpr auto params() {
    using P = PracticeRule;
    return std::to_array<ParamRow>({
        row<&P::exponent>("exponent", Unit::none, {0, 1},
                          "power of the reviews made by which the time of a review falls; 0 never",
                          sourced("0.322 is a curve on which each doubling takes 0.8 of the time, common in industry; "
                                  "Wright 1936, Argote & Epple 1990",
                                  0, 0.4)),
        row<&P::reviews>("reviews", Unit::count, {1, 1e6}, "reviews of experience that an office begins with",
                         assumed(50, 2000)),
        row<&P::floor>("floor", Unit::share, {0.05, 1}, "least share of the first review's time", assumed(0.3, 1)),
    });
  }
};

/// Time of a review after `made` others at the office, relative to the first.
inline double practice_factor(const PracticeRule& rule, std::uint64_t made) {
  if (rule.exponent == 0) return 1;
  return std::max(rule.floor, pow(1 + static_cast<double>(made) / rule.reviews, -rule.exponent));
}

}  // namespace poldyn
