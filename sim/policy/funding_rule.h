#pragma once

#include <array>

#include "sim/base/elementary.h"
#include "sim/base/param.h"
#include "sim/policy/subsidy_rule.h"

namespace poldyn {

/// Where money for vendors comes from that is neither earned nor won: a bloc has a pool of each.
enum class FundingPool : std::uint8_t { investors, state };
inline constexpr std::size_t funding_pools = 2;
template <>
inline constexpr std::array<std::string_view, funding_pools> names_of<FundingPool>{"private", "state"};

/// A pool of money that is paid to a bloc's vendors in rounds. What it pays in a year is its budget in expectation,
/// whatever the weights are: a rule that moves them shifts money and adds none.
struct FundingRule {
  double budget_per_year = 0;
  double growth_per_year = 0;
  double rounds_per_year = 0.7;
  double gamma = 0.7;
  double floor = 0.5;
  double cv = 1.5;
  double adoption = 0;
  Eligible eligible = Eligible::all;
  double by_registration = 1;
  double by_affiliation = 1;

  friend bool operator==(const FundingRule&, const FundingRule&) = default;

  static constexpr auto params() {
    using F = FundingRule;
    constexpr std::string_view invested =
        "67,200 and 7,800 M$ of private money (2023), 109,100 and 9,300 (2024), data/figures.csv";
    return std::to_array<ParamRow>({
        row<&F::budget_per_year>("budget", Unit::money_per_year, {0, 1e7}, "what the pool pays in a year at the start",
                                 sourced(invested, 100, 1e5)),
        row<&F::growth_per_year>("growth", Unit::per_year, {-5, 5}, "continuous growth of the budget",
                                 sourced(invested, 0, 1)),
        row<&F::rounds_per_year>("rounds", Unit::per_year, {0.01, 100}, "rounds of each vendor", assumed(0.3, 1.5)),
        row<&F::gamma>("gamma", Unit::none, {0, 3},
                       "exponent of traction in a vendor's part of the budget; 0 pays all alike", assumed(0, 1.2)),
        row<&F::floor>("floor", Unit::money_per_year, {1e-6, 1e6}, "traction that everybody counts as having",
                       assumed(0.1, 5)),
        row<&F::cv>("cv", Unit::none, {0, 10}, "standard deviation of a round over its mean; 0 pays the mean",
                    assumed(0.5, 3)),
        row<&F::adoption>(
            "adoption", Unit::money, {0, 1e3},
            "traction that a project of another vendor on one's base in a year is worth; 0 is worth nothing",
            assumed(0, 0.5)),
        row<&F::eligible>("eligible", "whom it pays", by_design()),
        row<&F::by_registration>("by_registration", Unit::none, {0, 1e3},
                                 "weight of vendors with an approved product, others having 1; 0 pays them nothing",
                                 by_design("the regime dimension under study")),
        row<&F::by_affiliation>("by_affiliation", Unit::none, {0, 1e3},
                                "weight of state-linked vendors, others having 1; 0 pays them nothing",
                                by_design("the regime dimension under study")),
    });
  }
};

/// What a pool looks at in a vendor.
struct Backed {
  double sales_per_year = 0;  ///< M$, use and contracts
  double adoptions = 0;       ///< in the last year
  bool registered = false;    ///< its product is approved
  bool affiliated = false;
};

/// The vendor's part of the budget is in proportion to this; 0 if it gets none.
inline double funding_weight(const FundingRule& rule, const Backed& vendor) {
  if (!is_eligible(rule.eligible, vendor.affiliated, vendor.registered)) return 0;
  const double traction = vendor.sales_per_year + rule.adoption * vendor.adoptions + rule.floor;
  return pow(traction, rule.gamma) * (vendor.registered ? rule.by_registration : 1) *
         (vendor.affiliated ? rule.by_affiliation : 1);
}

/// Mean of one round, M$, of a vendor that has this part of all weights.
inline double mean_round(const FundingRule& rule, double years, double shift, double part) {
  return rule.budget_per_year * exp(rule.growth_per_year * years + shift) / rule.rounds_per_year * part;
}

}  // namespace poldyn
