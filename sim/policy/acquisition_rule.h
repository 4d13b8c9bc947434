#pragma once

#include "sim/base/param.h"

namespace poldyn {

/// What happens to a vendor that runs out of cash, besides vanishing.
struct AcquisitionRule {
  double probability = 0.3;
  double users_kept = 1;
  double experience_kept = 0.5;
  bool takes_design = true;
  double price_years = 0.5;

  static constexpr auto params() {
    using A = AcquisitionRule;
    return std::to_array<ParamRow>({
        row<&A::probability>("probability", Unit::share, {0, 1},
                             "probability that a vendor without cash is bought by a richer one of the bloc",
                             assumed(0, 1)),
        row<&A::users_kept>("users_kept", Unit::share, {0, 1},
                            "share of its users that the buyer takes over; the others choose anew", assumed(0.3, 1)),
        row<&A::experience_kept>("experience_kept", Unit::share, {0, 1},
                                 "share of its feedback that is of use to the buyer", assumed(0, 1)),
        row<&A::takes_design>("takes_design", "the buyer goes on from the bought design if that is the fitter one",
                              by_design()),
        row<&A::price_years>("price_years", Unit::none, {0, 100},
                             "price in years of the bought vendor's sales and contracts, at most the buyer's cash",
                             assumed(0, 3)),
    });
  }
};

}  // namespace poldyn
