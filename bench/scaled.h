#pragma once

#include <algorithm>
#include <cmath>

#include "sim/policy/scenario.h"

namespace poldyn {

/// Everything that belongs to a population grows with it: vendors, entrants, demand, tenders, reviewers.
inline void scale(Scenario& scenario, double factor) {
  for (BlocRules& bloc : scenario.blocs) {
    bloc.population.vendors = std::llround(static_cast<double>(bloc.population.vendors) * factor);
    bloc.population.entry_rate_per_year *= factor;
    bloc.market.demand_per_year *= factor;
    bloc.procurement.tenders_per_year *= factor;
    for (auto& stage : bloc.stages)
      stage.rule.reviewers =
          std::max<std::int64_t>(1, std::llround(static_cast<double>(stage.rule.reviewers) * factor));
  }
}

}  // namespace poldyn
