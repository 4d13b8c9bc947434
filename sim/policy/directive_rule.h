#pragma once

#include "sim/base/param.h"

namespace poldyn {

/// Orders to change what deployed models do, and how makers follow them.
struct DirectiveRule {
  double rate_per_year = 2;
  std::vector<double> days;
  Law compulsory = lognormal(20, 0.5);
  double voluntary_share = 0.5;
  Law voluntary = lognormal(180, 1);
  double complied_share = 0.95;
  Days lapse{3 * days_per_year};

  static constexpr auto params() {
    using D = DirectiveRule;
    return std::to_array<ParamRow>({
        row<&D::rate_per_year>("rate", Unit::per_year, {0, 1e4}, "directives issued at random", assumed(0, 12)),
        row<&D::days>("days", Unit::day, {0, 36525}, "days since the start at which further directives are issued",
                      by_design()),
        row<&D::compulsory>("compulsory", Unit::day, {0, 36525},
                            "time from a directive until a registered model complies", assumed(3, 90)),
        row<&D::voluntary_share>("voluntary_share", Unit::share, {0, 1},
                                 "probability that the maker of an unregistered model complies at all", assumed(0, 1)),
        row<&D::voluntary>("voluntary", Unit::day, {0, 36525}, "time until such a model complies", assumed(30, 720)),
        row<&D::complied_share>("complied_share", Unit::share, {1e-6, 1},
                                "share of usage at which a directive counts as carried out",
                                by_design("definition of control latency")),
        row<&D::lapse>("lapse", Unit::day, {1e-3, 36525}, "time after which a directive is given up",
                       assumed(365, 3652)),
    });
  }
};

}  // namespace poldyn
