#include "app/metrics/metric_unit.h"

#include <utility>

#include "sim/observe/run_result.h"
#include "sim/results/results_format.h"

namespace poldyn::app {

Unit unit_of(const results::MetricInfo& about) {
  for (const auto& [rows, group] : {std::pair(total_metrics(), "totals"), std::pair(sampled_metrics(), "metrics")})
    for (const MetricRow& row : rows)
      if (results::path_of(group, row) == about.path) return row.unit;
  for (const Unit unit : {Unit::bit, Unit::day, Unit::per_day, Unit::per_year, Unit::oom, Unit::oom_per_year,
                          Unit::money, Unit::money_per_year})
    if (info(unit).symbol == about.symbol) return unit;
  return Unit::none;
}

}  // namespace poldyn::app
