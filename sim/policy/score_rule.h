#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/elementary.h"
#include "sim/base/normal.h"
#include "sim/base/param.h"

namespace poldyn {

/// Tests that models are scored on, a ladder of them, and who goes by the scores.
struct ScoreRule {
  double rating_slope = 0.97;
  double discrimination = 1.5;
  double difficulty = 1;
  double step = 2;
  double retire_at = 0.9;
  std::vector<std::string> covered;
  double noise = 0.05;
  std::int64_t attempts = 1;
  double attempt_cost = 0;
  double trust = 0;
  Days word_of_mouth{120};
  double tuning_gain = 0.3;
  double tuning_scale = 0.1;

  static constexpr auto params() {
    using S = ScoreRule;
    return std::to_array<ParamRow>({
        row<&S::rating_slope>(
            "rating_slope", Unit::none, {0.01, 10},
            "log-odds of being preferred in a pair, per OOM of what a test finds",
            sourced("best of 12 monthly snapshots of a public arena, July 2024 to June 2025: 186 +- 9 "
                    "Elo a year, over 4.5 times the compute and 2.83 times the algorithms a year",
                    0.6, 1.4)),
        row<&S::discrimination>("discrimination", Unit::none, {0.01, 10},
                                "log-odds of solving a task of the test, per OOM", assumed(0.5, 3)),
        row<&S::difficulty>("difficulty", Unit::oom, {-100, 100},
                            "what a model is found able to do that scores half on the first test", assumed(-1, 3)),
        row<&S::step>("step", Unit::oom, {0.1, 100}, "by how much each test is harder than the one before it",
                      assumed(1, 4)),
        row<&S::retire_at>("retire_at", Unit::share, {0.5, 1},
                           "best score above which a test gives way to a harder one, looked at in epochs; 1 keeps the "
                           "first for ever",
                           assumed(0.8, 0.97)),
        row<&S::covered>("covered",
                         "domains that tests cover, weighed by demand; empty are all of kind in_distribution",
                         by_design()),
        row<&S::noise>("noise", Unit::oom, {0, 5}, "standard deviation of one attempt at a test; 0 finds what is there",
                       sourced("95 % intervals of 5 to 10 points in public arenas", 0.02, 0.1)),
        row<&S::attempts>(
            "attempts", Unit::count, {1, 1000}, "private attempts of which the best is published",
            sourced("27 variants by one maker before one release: Singh et al. 2025, arXiv 2504.20879", 1, 30)),
        row<&S::attempt_cost>("attempt_cost", Unit::money, {0, 1e3}, "cost of each attempt to the model's maker",
                              assumed(0, 1)),
        row<&S::trust>("trust", Unit::share, {0, 1},
                       "weight of the score in what users and tenders take a new product to be; 0 has them see what is "
                       "there",
                       assumed(0, 0.9)),
        row<&S::word_of_mouth>("word_of_mouth", Unit::day, {1, 3650},
                               "time in service in which that weight falls by half", assumed(30, 365)),
        row<&S::tuning_gain>("tuning_gain", Unit::oom, {0, 5},
                             "most that work on the test alone adds to what it finds; 0 adds nothing, and nobody does",
                             assumed(0.1, 1)),
        row<&S::tuning_scale>("tuning_scale", Unit::share, {0.001, 1},
                              "share of a project on the test that adds 63 % of that", assumed(0.05, 0.3)),
    });
  }
};

/// Error of the best of n attempts, in OOM, from one uniform number: the largest of n normal variates lies below z with
/// probability F(z)^n. It rises with that number and with n.
inline double best_error(const ScoreRule& rule, double uniform) {
  constexpr double below_one = 1 - 0x1p-53;  // a root may round to 1, whose quantile is no number
  const double best = rule.attempts == 1 ? uniform : pow(uniform, 1 / static_cast<double>(rule.attempts));
  return rule.noise * normal_quantile(std::min(best, below_one));
}

/// Weight of the score in what is seen of a product that has been in service for so many days.
inline double trust_at(const ScoreRule& rule, double days) {
  return rule.trust * exp2(-days / rule.word_of_mouth.count());
}

/// Mean of that weight over the first days in service.
inline double mean_trust(const ScoreRule& rule, double days) {
  constexpr double ln_2 = 0.69314718055994531;
  const double halvings = ln_2 * days / rule.word_of_mouth.count();
  return halvings > 0 ? rule.trust * -expm1(-halvings) / halvings : rule.trust;
}

/// What a share of a project's money that goes into work on the test adds to what the test finds, in OOM.
inline double tuned_oom(const ScoreRule& rule, double share) {
  return rule.tuning_gain * -expm1(-share / rule.tuning_scale);
}

/// What the same share takes from the project's compute, in OOM, of which money counts `elasticity` decades per decade.
inline double untrained_oom(double elasticity, double share) {
  return share > 0 ? -elasticity * log1p(-share) / log(10) : 0;
}

/// The share y that is best for the maker if the test has the weight `trust` in what buyers see:
///   largest trust G (1 - e^{-y/y0}) + e log10(1 - y), so trust (G/y0) e^{-y/y0} = e / (ln 10 (1 - y)),
/// and 0 where the left side is not above the right one at y = 0. Never all of a project: nothing is learned about the
/// test without a model.
inline double best_tuning(const ScoreRule& rule, double trust, double elasticity) {
  constexpr double most = 0.99;
  const double gain = trust * rule.tuning_gain / rule.tuning_scale, loss = elasticity / log(10);
  const auto pays = [&](double y) { return gain * exp(-y / rule.tuning_scale) * (1 - y) > loss; };
  if (!(gain > loss)) return 0;
  if (pays(most)) return most;
  double low = 0, high = most;
  constexpr int halvings = 52;  // to the last bit of a double
  for (int i = 0; i < halvings; ++i) {
    const double middle = (low + high) / 2;
    (pays(middle) ? low : high) = middle;
  }
  return low;
}

}  // namespace poldyn
