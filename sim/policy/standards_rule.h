#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "sim/base/elementary.h"
#include "sim/base/param.h"
#include "sim/base/race.h"
#include "sim/world/kinds.h"

namespace poldyn {

/// Stacks of interfaces, tooling and evaluation that vendors choose from (Arthur 1989: increasing returns to adoption).
struct StandardsRule {
  std::vector<std::string> names{"alpha", "beta", "gamma"};
  double network_strength = 2;
  double switching_cost = 1;
  double conversion_oom = 0.1;
  double design_scale = 0.5;

  static constexpr auto params() {
    using S = StandardsRule;
    return std::to_array<ParamRow>({
        row<&S::names>("names", "the standards that there are", by_design()),
        row<&S::network_strength>("network_strength", Unit::none, {0, 1000},
                                  "utility to a vendor of a standard that all use in reach has, over one that none has",
                                  assumed(0, 6)),
        row<&S::switching_cost>("switching_cost", Unit::none, {0, 1000},
                                "utility that a vendor gives up when it changes its standard", assumed(0, 5)),
        row<&S::conversion_oom>("conversion_oom", Unit::oom, {0, 100},
                                "effective compute lost when a base of another standard is converted", assumed(0, 0.5)),
        row<&S::design_scale>("design_scale", Unit::none, {1e-6, 1e6},
                              "share of differing bits at which designs are 37 % as interoperable as alike ones; only "
                              "metrics read it",
                              assumed(0.2, 2)),
    });
  }
};

/// What a bloc does about standards.
struct BlocStandardsRule {
  std::string home;
  bool mandate = false;
  double home_bonus = 0;
  double foreign_reach = 1;
  double compatibility_weight = 0.5;

  static constexpr auto params() {
    using B = BlocStandardsRule;
    return std::to_array<ParamRow>({
        row<&B::home>("home", "the bloc's own standard, by name; empty if it has none", by_design()),
        row<&B::mandate>("mandate", "vendors must build on the home standard from their next project on", by_design()),
        row<&B::home_bonus>("home_bonus", Unit::none, {-1000, 1000},
                            "utility to a vendor of the home standard over the others", assumed(0, 4)),
        row<&B::foreign_reach>("foreign_reach", Unit::share, {0, 1},
                               "what a unit of use in another bloc counts relative to one at home", assumed(0, 1)),
        row<&B::compatibility_weight>("compatibility_weight", Unit::none, {0, 100},
                                      "utility to users of an offer whose standard all use in reach has",
                                      assumed(0, 2)),
    });
  }
};

/// What a vendor sees when it chooses.
struct StandardView {
  std::span<const double> in_reach;    ///< share of the use in reach, by standard
  std::uint8_t home = no_standard;     ///< of the bloc
  std::uint8_t present = no_standard;  ///< of the vendor
};

/// The standard chosen: the home one if it is mandated, else a logit with
///   u[s] = network_strength in_reach[s] + home_bonus [s is home] - switching_cost [s is not the present one].
/// `u` holds a number for each standard, uniform on (0, 1). Precondition: there is a standard.
inline std::uint8_t decide(const StandardsRule& rule, const BlocStandardsRule& bloc, const StandardView& view,
                           std::span<const double> u) {
  if (bloc.mandate && view.home != no_standard) return view.home;
  std::array<double, max_standards> weight{};
  const std::size_t n = view.in_reach.size();
  double most = -std::numeric_limits<double>::infinity();
  for (std::size_t s = 0; s < n; ++s) {
    weight[s] = rule.network_strength * view.in_reach[s] + (s == view.home ? bloc.home_bonus : 0) -
                (view.present != no_standard && s != view.present ? rule.switching_cost : 0);
    most = std::max(most, weight[s]);
  }
  Race race;
  for (std::size_t s = 0; s < n; ++s) race.enter(s, u[s], exp(weight[s] - most));
  return static_cast<std::uint8_t>(race.winner());
}

}  // namespace poldyn
