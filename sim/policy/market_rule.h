#pragma once

#include <limits>

#include "sim/base/elementary.h"
#include "sim/base/param.h"
#include "sim/base/sim_time.h"

namespace poldyn {

enum class ShareRule : std::uint8_t { logit, replicator };
template <>
inline constexpr std::array<std::string_view, 2> names_of<ShareRule>{"logit", "replicator"};

/// How a bloc's users choose among the deployed models, in each domain by itself.
struct MarketRule {
  ShareRule rule = ShareRule::logit;
  Days epoch{days_per_month};
  double demand_per_year = 1000;
  double demand_growth_per_year = 0.3;
  double quality_weight = 4;
  double price_weight = 0.5;
  double base_weight = 0.3;
  double base_floor = 1e-3;
  double switching_rate_per_year = 2;

  static constexpr auto params() {
    using M = MarketRule;
    return std::to_array<ParamRow>({
        row<&M::rule>("rule", "logit: shares relax toward the logit of utility; replicator: they grow by it",
                      by_design()),
        row<&M::epoch>("epoch", Unit::day, {1e-3, 36525}, "time between updates of shares and cash", by_design()),
        row<&M::demand_per_year>("demand", Unit::money_per_year, {0, 1e9}, "what users spend at the start",
                                 assumed(100, 10000)),
        row<&M::demand_growth_per_year>("demand_growth", Unit::per_year, {-5, 5}, "continuous growth of demand",
                                        sourced("core industry growth 0.18 (2022), 0.24 (2024), 0.33 (2025), "
                                                "data/figures.csv",
                                                0.15, 0.35)),
        row<&M::quality_weight>("quality_weight", Unit::none, {0, 100}, "utility per OOM of capability",
                                assumed(1, 10)),
        row<&M::price_weight>("price_weight", Unit::none, {0, 100}, "disutility per unit of relative price",
                              assumed(0, 2)),
        row<&M::base_weight>("base_weight", Unit::none, {0, 100}, "utility per unit of log installed base",
                             assumed(0, 0.8)),
        row<&M::base_floor>(
            "base_floor", Unit::share, {1e-12, 1},
            "share that a newcomer counts as having, so that the log is finite; all below it count alike",
            sourced("assumption; unless far below 1 / offers, being known is worth nothing", 1e-9, 1e-2)),
        row<&M::switching_rate_per_year>("switching_rate", Unit::per_year, {0, 1e4}, "rate at which users reconsider",
                                         sourced("30-day retention 0.24 to 0.45 bounds it above, "
                                                 "data/figures.csv",
                                                 0.5, 12)),
    });
  }
};

/// Integral of demand over (from, to], M$; `shift` is Drift::demand.
inline double demand_between(const MarketRule& rule, SimTime from, SimTime to, double shift) {
  const double g = rule.demand_growth_per_year;
  const double start = in_years(from), years = in_years(to - from);
  if (g == 0) return rule.demand_per_year * years * exp(shift);
  return rule.demand_per_year * exp(g * start + shift) * expm1(g * years) / g;
}

/// Days after `from` until that integral has reached `demand`: its inverse; infinite if it never does.
inline double days_of_demand(const MarketRule& rule, SimTime from, double demand, double shift) {
  const double g = rule.demand_growth_per_year;
  const double now = rule.demand_per_year * exp(g * in_years(from) + shift);
  const double years = demand / now;
  if (!(now > 0) || g * years <= -1) return std::numeric_limits<double>::infinity();
  return days_per_year * (g == 0 ? years : log1p(g * years) / g);
}

/// What users spend per year at a time, M$. `shift` as in demand_between.
inline double demand_rate(const MarketRule& rule, SimTime at, double shift) {
  return rule.demand_per_year * exp(rule.demand_growth_per_year * in_years(at) + shift);
}

}  // namespace poldyn
