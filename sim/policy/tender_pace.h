#pragma once

#include "sim/policy/market_rule.h"
#include "sim/policy/pace.h"
#include "sim/policy/procurement_rule.h"

namespace poldyn {

/// What contracts of a year's tenders would be worth per year once as many end as begin, as a share of what users
/// spend: at the rates of the start, without their growth. Infinite if users spend nothing.
inline double contracts_of_start(const ProcurementRule& rule, const MarketRule& market) {
  return rule.tenders_per_year * rule.value.mean * rule.length.mean / days_per_year / market.demand_per_year;
}

/// When tenders come. The shifts are what changes of the two growth rates left behind (Drift::tenders, ::demand).
inline Pace tender_pace(const ProcurementRule& rule, const MarketRule& market, double tenders_shift,
                        double demand_shift) {
  Pace pace{rule.tenders_per_year, rule.growth_per_year, tenders_shift, rule.seasonal_amplitude};
  if (rule.saturation > 0 && rule.tenders_per_year > 0) {
    pace.filled = contracts_of_start(rule, market) / rule.saturation;
    pace.base_growth = market.demand_growth_per_year;
    pace.base_shift = demand_shift;
  }
  return pace;
}

/// What the state promises per year in new contracts, M$, `years` after the start and without the season.
inline double contract_rate(const ProcurementRule& rule, const MarketRule& market, double years, double tenders_shift,
                            double demand_shift) {
  return trend_at(tender_pace(rule, market, tenders_shift, demand_shift), years) * rule.value.mean * rule.length.mean /
         days_per_year;
}

}  // namespace poldyn
