#pragma once

#include "sim/base/param.h"

namespace poldyn {

/// Who is in a bloc, and how vendors come and go.
struct PopulationRule {
  std::int64_t vendors = 100;
  std::vector<double> class_shares{0.1, 0.5, 0.4};
  double affiliated_share = 0.2;
  std::int64_t regions = 1;
  std::vector<double> region_weights;
  double entry_rate_per_year = 20;
  double profit_response = 1;
  double spinoff_rate_per_year = 0;
  double exit_hazard_per_year = 0;
  double subsidy_response = 0;
  double spinoff_size = 0;
  double spinoff_floor = 0.5;
  double spinoff_inherits = 0;

  static constexpr auto params() {
    using P = PopulationRule;
    return std::to_array<ParamRow>({
        row<&P::vendors>("vendors", Unit::count, {0, 8e6}, "vendors at the start", assumed(20, 1000)),
        row<&P::class_shares>("class_shares", Unit::none, {0, 1e6},
                              "weights of frontier, derivative and integrator vendors",
                              sourced("54 % fine-tunes of a filed base, data/figures.csv; the rest assumed", 0, 1)),
        row<&P::affiliated_share>("affiliated_share", Unit::share, {0, 1}, "share of state-linked vendors",
                                  sourced("22 % of algorithm filings, data/figures.csv", 0, 0.5)),
        row<&P::regions>("regions", Unit::count, {1, 64}, "regions of the bloc", by_design()),
        row<&P::region_weights>("region_weights", Unit::none, {0, 1e6},
                                "relative size of each region; empty makes them equal", by_design()),
        row<&P::entry_rate_per_year>("entry_rate", Unit::per_year, {0, 1e7}, "vendors that enter at zero profit",
                                     assumed(0, 200)),
        row<&P::profit_response>("profit_response", Unit::none, {0, 100},
                                 "relative change of the entry rate per unit of the bloc's profit margin",
                                 assumed(0, 3)),
        row<&P::subsidy_response>("subsidy_response", Unit::none, {0, 100},
                                  "relative change of the entry rate per unit of the state's share in vendors' means",
                                  assumed(0, 3)),
        row<&P::spinoff_rate_per_year>("spinoff_rate", Unit::per_year, {0, 1e3}, "new vendors per vendor",
                                       assumed(0, 0.3)),
        row<&P::spinoff_size>("spinoff_size", Unit::none, {0, 3},
                              "exponent of a vendor's sales in its part of the spin-offs; 0 takes all alike",
                              assumed(0, 1)),
        row<&P::spinoff_floor>("spinoff_floor", Unit::money_per_year, {1e-6, 1e6},
                               "sales that everybody counts as having there", assumed(0.1, 5)),
        row<&P::spinoff_inherits>("spinoff_inherits", Unit::share, {0, 1},
                                  "probability that a spin-off begins with its parent's design", assumed(0.3, 1)),
        row<&P::exit_hazard_per_year>("exit_hazard", Unit::per_year, {0, 1e3},
                                      "rate at which a vendor leaves for reasons outside the model", assumed(0, 0.3)),
    });
  }
};

}  // namespace poldyn
