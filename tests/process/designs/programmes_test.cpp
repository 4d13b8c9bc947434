/// Programmes: where directed projects end, how fast they come there, and what they gain by the pool.

#include <bit>
#include <cmath>

#include "sim/run/simulate.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/observe/hand_world.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Everybody is directed from the first project that begins after day 150, towards one target for ever.
Scenario directed(std::int64_t vendors) {
  Scenario s = plain(vendors);
  s.mechanisms.search = s.mechanisms.programmes = true;
  s.technology.bits = 64;
  north(s).programmes = {1, Eligible::all, Days{150}, Days{0}, Days{36525}, 0.3, 0};
  return s;
}

int bits_left(const World& world) {
  int sum = 0;
  for (const Vendor& v : world.vendors) sum += std::popcount(v.design ^ world.blocs[0].programme.target);
  return sum;
}

}  // namespace

TEST_CASE("programmes: with a share of 1 and one target all designs end there", "[process]") {
  Scenario s = directed(30);
  s.run.horizon = Days{8000};
  Simulation sim = start(s, {1, 0});
  CHECK(run_and_look(sim, 7) == "");
  CHECK(sim.world.blocs[0].programme.running);
  for (const Vendor& v : sim.world.vendors) CHECK(v.design == sim.world.blocs[0].programme.target);
}

TEST_CASE("programmes: each project leaves a bit as it was with probability 1 - copied_share", "[process][theory]") {
  const Scenario s = directed(800);
  Simulation sim = start(s, {3, 0});
  run_until(sim, 250);
  const int before = bits_left(sim.world);  // the projects that end on day 200 began before the programme
  REQUIRE(before > 20'000);
  for (int k = 1; k <= 4; ++k) {
    run_until(sim, 250 + 100 * k);
    const double left = std::pow(0.7, k);
    const double se = std::sqrt(before * left * (1 - left));
    const auto name = "PROGRAMME-LEFT-" + std::to_string(k);
    CHECK(std::abs(z_score(name.c_str(), bits_left(sim.world), se, before * left)) < most_z);
    CHECK(4 * se < 0.06 * before * left);  // power: 6 % of the bits left
  }
}

TEST_CASE("programmes: the target is the most capable model that the state can see", "[process]") {
  Scenario s = directed(8);
  s.technology.fitness_oom = 1;
  Simulation sim = start(s, {1, 0});
  run_until(sim, 149);
  ModelId best;
  for (const Vendor& v : sim.world.vendors)
    if (!best || sim.world.at(v.product).mean_q > sim.world.at(best).mean_q) best = v.product;
  const std::uint64_t design = sim.world.at(best).design;
  run_until(sim, 151);
  CHECK(sim.world.blocs[0].programme.target == design);
  // Before anything is deployed there is nothing to aim at.
  north(s).programmes.first = Days{50};
  Simulation early = start(s, {1, 0});
  finish(early);
  CHECK(!early.world.blocs[0].programme.running);
}

TEST_CASE("programmes: M equal projects gain pooling log10 M, and compute is that of all", "[process]") {
  Scenario s = directed(10);
  const double pooling = GENERATE(0, 0.5, 1);
  north(s).programmes.pooling = pooling;
  Simulation sim = start(s, {1, 0});
  run_until(sim, 250);
  for (const Vendor& v : sim.world.vendors) CHECK(sim.world.at(v.product).compute_oom == 0);
  run_until(sim, 350);
  for (const Vendor& v : sim.world.vendors) CHECK_THAT(sim.world.at(v.product).compute_oom, WithinRel(pooling, 1e-12));
}

TEST_CASE("programmes: a pool of unequal projects is their sum", "[process]") {
  const ProgrammeRule rule{1, Eligible::all, Days{0}, Days{0}, Days{0}, 0.3, 1};
  CHECK_THAT(pooled_gain(rule, 10 + 1, 1), WithinRel(std::log10(11), 1e-14));
  CHECK_THAT(pooled_gain(rule, 10 + 1, 10), WithinRel(std::log10(1.1), 1e-14));
  CHECK(pooled_gain(rule, 5, 5) == 0);
  CHECK(pooled_gain(rule, 5 - 1e-15, 5) == 0);  // rounding costs nobody
}

TEST_CASE("programmes: the share of directed projects is the rule's", "[process][theory]") {
  Scenario s = directed(200);
  s.run.horizon = Days{2100};
  north(s).programmes.share = 0.3;
  Simulation sim = start(s, {5, 0});
  finish(sim);
  const BlocTally& t = sim.world.blocs[0].tally;
  // Projects that begin on day 200 and later may be directed: all but the first two of each vendor.
  const double n = static_cast<double>(t.projects) - 400;
  const double z = z_score("PROGRAMME-SHARE", static_cast<double>(t.directed) / n, std::sqrt(0.3 * 0.7 / n), 0.3);
  CHECK(std::abs(z) < most_z);
  CHECK(4 * std::sqrt(0.3 * 0.7 / n) < 0.04);  // power
}

TEST_CASE("programmes: only the eligible are directed, and only while a programme runs", "[process]") {
  Scenario s = directed(40);
  s.run.horizon = Days{3000};
  north(s).programmes.eligible = Eligible::affiliated;
  Simulation none = start(s, {1, 0});
  finish(none);
  CHECK(none.world.blocs[0].tally.directed == 0);
  north(s).population.affiliated_share = 1;
  north(s).programmes.length = Days{300};
  Simulation sim = start(s, {1, 0});
  CHECK(run_and_look(sim, 7) == "");
  CHECK(sim.world.blocs[0].tally.directed == 40 * 3);  // begun on days 200, 300 and 400, of 150 to 450
  north(s).programmes.interval = Days{1000};
  Simulation again = start(s, {1, 0});
  finish(again);
  CHECK(again.world.blocs[0].tally.directed == 40 * 3 * 3);
}

TEST_CASE("programmes: they find the next paradigm at their own rate", "[process]") {
  Scenario s = directed(5);
  s.technology.bits = 61;
  s.run.horizon = Days{1000};
  s.mechanisms.paradigms = true;
  s.paradigms = {{"a", {}}, {"b", {}}};
  s.paradigms[1].rule.discovery = 0;
  s.paradigms[1].rule.directed_discovery = 1;
  Simulation sim = start(s, {1, 0});
  CHECK(run_and_look(sim) == "");
  CHECK(sim.world.blocs[0].paradigms.since[1] == at_day(300));  // the first directed projects end
  s.paradigms[1].rule.directed_discovery = 0;
  Simulation none = start(s, {1, 0});
  finish(none);
  CHECK(none.world.newest_paradigm == 0);
}

TEST_CASE("programmes: directed projects pull designs together and look at fewer new ones", "[process]") {
  Scenario s = plain(40);
  s.mechanisms.search = s.mechanisms.programmes = s.mechanisms.market = true;
  s.technology = {32, 6, Neighbours::random, 4, 4, 8, 0.5};
  s.run.horizon = Days{4000};
  s.classes[0].training = lognormal(100, 0.4);
  s.classes[0].long_jump = 0.3;
  north(s).programmes = {0, Eligible::all, Days{400}, Days{2000}, Days{2000}, 0.3, 0};
  const auto new_designs = [](const RunResult& r) { return total(r, "novelty_rate") * total(r, "releases"); };
  int together = 0, narrower = 0, better = 0;
  for (std::uint32_t r = 0; r < 10; ++r) {
    north(s).programmes.share = 0;
    const RunResult free = simulate(s, {7, r});
    north(s).programmes.share = 0.7;
    const RunResult led = simulate(s, {7, r});
    together += total(led, "mean_design_diversity") < total(free, "mean_design_diversity");
    narrower += new_designs(led) < new_designs(free);
    better += total(led, "final_frontier") > total(free, "final_frontier");
  }
  CHECK(together == 10);
  CHECK(narrower == 10);
  CHECK(better <= 5);  // without pooled compute that costs capability more often than not
}

TEST_CASE("programmes: what has come to be known since the last project ended is seen", "[process]") {
  Scenario s = directed(2);
  s.mechanisms.openness = true;
  s.classes[0].open_release = 1;
  s.classes[0].training = constant(100);
  north(s).openness.visibility_lag = Days{20};
  north(s).programmes.first = Days{150};
  Simulation sim = start(s, {1, 0});
  run_until(sim, 149);  // weights of day 100 are known since day 120, and no project has ended since
  for (const Vendor& v : sim.world.vendors)
    sim.world.at(v.product).unmodified = true;  // the state looks at weights alone
  std::uint64_t design = 0;
  double best = -1e300;
  for (const Base& base : sim.world.blocs[0].upcoming)
    if (base.mean_q > best) best = base.mean_q, design = base.design;
  REQUIRE(best > -1e300);
  run_until(sim, 150);
  CHECK(sim.world.blocs[0].programme.running);
  CHECK(sim.world.blocs[0].programme.target == design);
}
