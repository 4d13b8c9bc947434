#pragma once

#include "sim/base/param.h"

namespace poldyn {

/// Which part of the world's data a bloc's vendors may train on.
struct CurationRule {
  double domestic_share = 1;
  double foreign_access = 1;
  double kept_inside = 1;
  double kept_outside = 1;

  static constexpr auto params() {
    using C = CurationRule;
    return std::to_array<ParamRow>({
        row<&C::domestic_share>("domestic_share", Unit::share, {1e-6, 1},
                                "share of the world's training data that is made in the bloc", assumed(0.05, 1)),
        row<&C::foreign_access>("foreign_access", Unit::share, {0, 1},
                                "share of the data made elsewhere that the bloc's vendors may use", assumed(0, 1)),
        row<&C::kept_inside>("kept_inside", Unit::share, {1e-6, 1},
                             "share of the data of a domain inside the approved envelope that curation keeps",
                             assumed(0.5, 1)),
        row<&C::kept_outside>("kept_outside", Unit::share, {1e-6, 1},
                              "share of the data of a domain outside the approved envelope that curation keeps",
                              assumed(0.01, 1)),
    });
  }
};

/// Share of the world's data on a domain that may be trained on, in (0, 1].
constexpr double coverage(const CurationRule& rule, bool outside) {
  const double at_hand = rule.domestic_share + rule.foreign_access * (1 - rule.domestic_share);
  return at_hand * (outside ? rule.kept_outside : rule.kept_inside);
}

}  // namespace poldyn
