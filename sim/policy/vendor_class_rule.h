#pragma once

#include "sim/base/param.h"
#include "sim/world/kinds.h"

namespace poldyn {

/// What the vendors of one class have in common. Propensities are weights of a project's search mode.
struct VendorClassRule {
  Law training = lognormal(120, 0.4);
  double compute_oom = 0;
  double project_cost = 20;
  double operating_cost_per_year = 10;
  Law capital = lognormal(100, 1);
  double price = 1;
  double margin = 0.5;
  double open_release = 0.3;
  double public_facing = 1;
  double local = 0.6;
  double long_jump = 0.1;
  double imitate = 0.2;
  double adopt = 0.1;
  bool unmodified = false;

  static constexpr auto params() {
    using C = VendorClassRule;
    return std::to_array<ParamRow>({
        row<&C::training>("training", Unit::day, {1e-6, 36525}, "length of a project",
                          sourced("median interval of flagship releases 2023-24, data/figures.csv", 30, 365)),
        row<&C::compute_oom>("compute_oom", Unit::oom, {-20, 20}, "training compute at the start over the reference",
                             assumed(-3, 1)),
        row<&C::project_cost>("project_cost", Unit::money, {0, 1e6}, "least that a project costs", assumed(0.1, 200)),
        row<&C::operating_cost_per_year>("operating_cost", Unit::money_per_year, {0, 1e6}, "running cost of a vendor",
                                         assumed(0.1, 100)),
        row<&C::capital>("capital", Unit::money, {0, 1e6}, "cash at entry", assumed(1, 1000)),
        row<&C::price>("price", Unit::none, {0, 1e3}, "price relative to the market's reference", assumed(0.2, 2)),
        row<&C::margin>("margin", Unit::share, {0, 1}, "share of revenue left after the cost of serving it",
                        assumed(0.2, 0.8)),
        row<&C::open_release>("open_release", Unit::share, {0, 1},
                              "probability that a release has open weights, before the bloc's factor",
                              sourced("open share of foundation models 0.33 (2021) to 0.66 (2023), "
                                      "data/figures.csv",
                                      0, 0.9)),
        row<&C::public_facing>("public_facing", Unit::share, {0, 1}, "probability that a vendor serves the public",
                               assumed(0.2, 1)),
        row<&C::local>("local", Unit::none, {0, 1e3}, "propensity to improve the own design bit by bit", assumed(0, 1)),
        row<&C::long_jump>("long_jump", Unit::none, {0, 1e3}, "propensity to redraw several bits at once",
                           assumed(0, 1)),
        row<&C::imitate>("imitate", Unit::none, {0, 1e3}, "propensity to copy part of a visible better design",
                         assumed(0, 1)),
        row<&C::adopt>("adopt", Unit::none, {0, 1e3}, "propensity to build on an open base", assumed(0, 1)),
        row<&C::unmodified>("unmodified", "builds applications on an unmodified base instead of training a model",
                            by_design()),
    });
  }
};

}  // namespace poldyn
