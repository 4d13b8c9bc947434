#include <cmath>
#include <limits>

#include "tests/catch.h"
#include "tests/observe/hand_world.h"

using namespace poldyn;

namespace {

/// Two offers in two groups of regions with .75 and .25 of demand, one domain. The first is at home in the first group
/// and has a fork in the other, 30 days behind; the second, of the same design, is at home in the second and nowhere
/// else.
HandWorld two_groups() {
  HandWorld w(1, {1});
  w.add_offer(0, {{0.625}, {4}, 0b0011, 7, 1, 0.5, 90});
  w.add_offer(0, {{0.375}, {2}, 0b0011, 8, 1, 0.5, 20});
  Bloc& bloc = w.world.blocs[0];
  bloc.groups = {{0b01, 0.75, 0}, {0b10, 0.25, 1}};
  bloc.group_of = {0, 1};
  w.world.vendors[0].region = RegionId{0};
  w.world.vendors[1].region = RegionId{1};
  const double released[] = {90, 20};
  for (std::size_t i = 0; i < 2; ++i) {
    Model& product = w.world.at(w.world.vendors[i].product);
    product.project = 3;
    product.released = at_day(released[i]);
  }
  w.world.vendor_forks.resize(2);
  Fork fork;
  fork.group = 1;
  fork.live = true;
  fork.serving = {2, at_day(60), {3}};
  w.world.vendor_forks[0].forks = {fork};
  const double none = std::numeric_limits<double>::quiet_NaN();
  Segments& s = bloc.market.by_region;
  s.share.resize(2, 2);
  s.quality.resize(2, 2);
  s.released.resize(2, 2);
  s.share << 0.8, 0.1, 0, 0.9;
  s.quality << 4, 3, 2, 2;
  s.released << 90, 60, none, 20;
  return w;
}

}  // namespace

TEST_CASE("compliance metrics: forks, stacks, lag and reach of a world on paper", "[observe]") {
  HandWorld w = two_groups();
  w.world.blocs[0].tally.upkeep = 1;
  w.world.blocs[0].tally.research = 3;
  w.world.blocs[0].tally.forks = 4;
  w.world.blocs[0].tally.fork_time = to_ticks(Days{100});
  const RunResult r = w.look(100);
  CHECK(sampled(r, "region_groups") == 2);
  CHECK(sampled(r, "regional_forks") == 1);
  CHECK(sampled(r, "regional_forks_per_base") == 0.5);
  CHECK(sampled(r, "stack_duplication") == 3);  // two models and a fork, all of one design
  CHECK(sampled(r, "fork_lag") == 30);
  CHECK(sampled(r, "outdated_forks_share") == 1);
  CHECK(sampled(r, "reach") == 0.625);  // all of it, and .25
  CHECK(sampled(r, "served_demand") == 1);
  CHECK(sampled(r, "upkeep_share") == 0.25);
  CHECK(total(r, "upkeep_share") == 0.25);
  CHECK(total(r, "fork_time") == 25);
  CHECK(total(r, "mean_fork_lag") == 30);
}

TEST_CASE("compliance metrics: what users meet is what their region has", "[observe]") {
  const RunResult r = two_groups().look(100);
  // .75 (.8 x 4) + .25 (.1 x 3 + .9 x 2) over .75 x .8 + .25: a fifth of the first group's users have just lost their
  // offer.
  CHECK_THAT(sampled(r, "usage_q"), WithinRel((0.75 * 3.2 + 0.25 * 2.1) / 0.85, 1e-12));
  CHECK_THAT(sampled(r, "age_in_use"), WithinRel((0.75 * 0.8 * 10 + 0.25 * (0.1 * 40 + 0.9 * 80)) / 0.85, 1e-12));
  CHECK(sampled(r, "frontier") == 4);
}

TEST_CASE("compliance metrics: where regions do not differ, every model reaches all demand", "[observe]") {
  HandWorld w(1, {1});
  RunResult r = w.look(1);
  CHECK(sampled(r, "served_demand") == 0);
  CHECK(std::isnan(sampled(r, "reach")));
  CHECK(std::isnan(sampled(r, "stack_duplication")));
  w.add_offer(0, {{0.5}, {4}, 0b0011});
  w.add_offer(0, {{0.5}, {4}, 0b0001});
  r = w.look(1);
  CHECK(sampled(r, "region_groups") == 1);
  CHECK(sampled(r, "regional_forks") == 0);
  CHECK(sampled(r, "regional_forks_per_base") == 0);
  CHECK(sampled(r, "stack_duplication") == 1);
  CHECK(sampled(r, "reach") == 1);
  CHECK(sampled(r, "served_demand") == 1);
  CHECK(std::isnan(sampled(r, "fork_lag")));
}
