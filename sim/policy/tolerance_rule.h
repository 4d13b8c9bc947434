#pragma once

#include "sim/base/param.h"
#include "sim/world/kinds.h"

namespace poldyn {

/// What a bloc does when a deployed model fails.
struct ToleranceRule {
  double tolerance = 10;
  Law suspension = constant(60);
  bool reapproval = false;
  std::string reapproval_track = "full";
  double fine = 0;
  Law patch = exponential(7);
  double patch_cost = 0.05;

  static constexpr auto params() {
    using T = ToleranceRule;
    return std::to_array<ParamRow>({
        row<&T::tolerance>(
            "tolerance", Unit::money, {0, 1e9},
            "harm of an incident above which the model is suspended; at or below, it is patched in place",
            by_design("the regime dimension under study")),
        row<&T::suspension>("suspension", Unit::day, {0, 36525}, "time for which a model is suspended",
                            assumed(7, 365)),
        row<&T::reapproval>("reapproval", "a suspended model that must be filed needs a new approval to come back",
                            by_design()),
        row<&T::reapproval_track>("reapproval_track", "track of that approval", by_design()),
        row<&T::fine>("fine", Unit::money, {0, 1e6}, "fine for an incident above the tolerance", assumed(0, 50)),
        row<&T::patch>("patch", Unit::day, {0, 36525}, "time until a model is mended in place", assumed(1, 60)),
        row<&T::patch_cost>("patch_cost", Unit::money, {0, 1e6}, "what mending in place costs", assumed(0, 1)),
    });
  }
};

enum class Response : std::uint8_t { patch, suspension };

/// "Above" means above: harm equal to the tolerance is tolerated.
constexpr Response decide(const ToleranceRule& rule, double harm) {
  return harm > rule.tolerance ? Response::suspension : Response::patch;
}

}  // namespace poldyn
