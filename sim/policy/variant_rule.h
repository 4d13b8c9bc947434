#pragma once

#include <algorithm>

#include "sim/base/elementary.h"
#include "sim/base/param.h"
#include "sim/base/sim_time.h"

namespace poldyn {

/// Filing the same design again, under another label or as a fine-tune: what it earns, costs and is good for.
struct VariantRule {
  std::int64_t considered = 4;
  double reward_share = 1;
  double voucher_worth = 0.7;
  double upkeep_per_year = 0.02;
  Days term{days_per_year};
  std::int64_t categories = 1;
  double choice_noise = 0.1;

  static constexpr auto params() {
    using V = VariantRule;
    return std::to_array<ParamRow>({
        row<&V::considered>("considered", Unit::count, {0, 1000},
                            "variants that a vendor considers whenever a release of its is approved", assumed(1, 10)),
        row<&V::reward_share>("reward_share", Unit::share, {0, 1},
                              "grant and voucher of an approved variant, relative to those of a release",
                              assumed(0, 1)),
        row<&V::voucher_worth>("voucher_worth", Unit::share, {0, 1}, "what a dollar of voucher is worth to a vendor",
                               assumed(0.3, 1)),
        row<&V::upkeep_per_year>("upkeep", Unit::money_per_year, {0, 1e6},
                                 "cost of keeping a variant registered, paid in advance for each term",
                                 assumed(0, 0.2)),
        row<&V::term>("term", Unit::day, {1e-3, 36525},
                      "time that a variant stays registered before its vendor may give it up", assumed(180, 1826)),
        row<&V::categories>("categories", Unit::count, {1, 1000},
                            "kinds of use that tenders for approved models ask for; each entry covers one",
                            assumed(1, 20)),
        row<&V::choice_noise>("choice_noise", Unit::money, {0, 1e6},
                              "scale of the logistic noise in what a vendor believes to gain; 0 files when it gains",
                              assumed(0, 0.5)),
    });
  }
};

/// What a vendor expects of one more entry, M$.
struct VariantPayoff {
  double reward = 0;       ///< once, when it is approved
  double eligibility = 0;  ///< per year
  double fee = 0;          ///< of one filing
};

inline double term_years(const VariantRule& rule) { return rule.term.count() / days_per_year; }

constexpr double expected_gross(const VariantPayoff& payoff, double years) {
  return payoff.reward + payoff.eligibility * years;
}
/// Over its first term. It reckons with one attempt: the design has just been approved.
inline double expected_net(const VariantRule& rule, const VariantPayoff& payoff) {
  const double years = term_years(rule);
  return expected_gross(payoff, years) - payoff.fee - rule.upkeep_per_year * years;
}

/// Probability of filing: 1 / (1 + exp(-net / noise)); without noise 1 if the net is above zero. Who has nothing to
/// gain does not come to think of it.
inline double chance_to_file(const VariantRule& rule, const VariantPayoff& payoff) {
  if (!(expected_gross(payoff, term_years(rule)) > 0)) return 0;
  const double net = expected_net(rule, payoff);
  if (rule.choice_noise > 0) return 1 / (1 + exp(-net / rule.choice_noise));
  return net > 0 ? 1 : 0;
}

/// At the end of a term: a variant is given up when its upkeep exceeds what it brings.
constexpr bool is_worth_keeping(const VariantRule& rule, double eligibility_per_year) {
  return rule.upkeep_per_year <= eligibility_per_year;
}

/// Whether one of a vendor's entries covers a category. Its product covers its own, each variant the next one round the
/// list, so that no category is left out by all.
constexpr bool covers(const VariantRule& rule, std::uint32_t own, std::uint32_t variants, std::uint32_t asked) {
  const auto n = static_cast<std::uint32_t>(rule.categories);
  return (asked + n - own % n) % n <= variants;
}

}  // namespace poldyn
