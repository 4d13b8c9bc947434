#pragma once

#include "sim/base/param.h"
#include "sim/world/kinds.h"

namespace poldyn {

/// A field of use: a segment of demand, and one coordinate of capability.
struct DomainRule {
  DomainKind kind = DomainKind::in_distribution;
  double demand_weight = 1;
  std::vector<std::string> outside_envelope_of;
  double stress_weight = 0;

  static constexpr auto params() {
    using D = DomainRule;
    return std::to_array<ParamRow>({
        row<&D::kind>("kind", "what sort of task the domain stands for", by_design()),
        row<&D::demand_weight>("demand_weight", Unit::none, {0, 1e6}, "relative size of the domain's demand",
                               assumed(0.2, 5)),
        row<&D::outside_envelope_of>("outside_envelope_of",
                                     "blocs in which the domain lies outside the approved envelope", by_design()),
        row<&D::stress_weight>("stress_weight", Unit::none, {0, 1e6},
                               "relative size of the domain in the stress test; if all are 0, use moves to the domains "
                               "outside any bloc's envelope, by demand",
                               by_design()),
    });
  }
};

}  // namespace poldyn
