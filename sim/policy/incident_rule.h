#pragma once

#include <algorithm>

#include "sim/base/elementary.h"
#include "sim/base/param.h"

namespace poldyn {

/// What goes wrong in use: a matter of technology and of users, so the same under every regime.
struct IncidentRule {
  double rate = 0.01;
  double outside_factor = 3;
  double least_harm = 0.1;
  double tail_index = 0.7;
  double most_harm = 1e5;
  double learned_share = 0.5;
  double mended_share = 0.2;

  static constexpr auto params() {
    using I = IncidentRule;
    return std::to_array<ParamRow>({
        row<&I::rate>(
            "rate", Unit::none, {0, 1e6},
            "incidents per unit of use (million dollars of demand) of a model without any robustness; with 0 none "
            "comes, and what they would teach comes as other signals",
            sourced("233 incidents catalogued in 2024 (AI Index 2025) over tens of thousands of M$ of sales; "
                    "what is not catalogued is unknown",
                    0.001, 1)),
        row<&I::outside_factor>("outside_factor", Unit::none, {1e-3, 1e3},
                                "rate outside the approved envelope relative to inside it", assumed(1, 10)),
        row<&I::least_harm>("least_harm", Unit::money, {1e-9, 1e9}, "least harm of an incident, damage in money",
                            assumed(0.01, 1)),
        row<&I::tail_index>("tail_index", Unit::none, {0.05, 100},
                            "exponent of the Pareto tail of harm: P(harm > x) = (least / x)^index",
                            sourced("0.7 for breaches of personal data (Maillart & Sornette 2010, "
                                    "doi:10.1140/epjb/e2010-00120-8)",
                                    0.5, 2)),
        row<&I::most_harm>("most_harm", Unit::money, {1e-9, 1e9},
                           "most harm that one incident can do: what would lie beyond counts as this",
                           assumed(1e4, 1e7)),
        row<&I::learned_share>("learned_share", Unit::share, {0, 1},
                               "share of the signals of failure and misuse that come as incidents", assumed(0, 1)),
        row<&I::mended_share>("mended_share", Unit::share, {0, 1},
                              "share of a model's weakness (1 - robustness) that mending it takes away",
                              assumed(0, 0.5)),
    });
  }
};

/// Incidents per M$ of use.
constexpr double incidents_per_use(const IncidentRule& rule, double robustness, bool outside) {
  return rule.rate * (1 - robustness) * (outside ? rule.outside_factor : 1);
}

/// Harm in M$ at quantile 1 - u of the Pareto law, cut off at the most; u is uniform on (0, 1).
inline double harm_of(const IncidentRule& rule, double u) {
  return std::min(rule.most_harm, rule.least_harm * pow(u, -1 / rule.tail_index));
}

/// Robustness of a model that has been mended once.
constexpr double mended(const IncidentRule& rule, double robustness) {
  return robustness + rule.mended_share * (1 - robustness);
}

}  // namespace poldyn
