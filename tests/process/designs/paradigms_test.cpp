/// Paradigms: waiting times against the exponential law, knowledge against its lags, changes of paradigm against the
/// rule.

#include <cmath>
#include <vector>

#include "sim/process/designs/landscape_draw.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

constexpr auto frontier = static_cast<std::size_t>(VendorClass::frontier);
constexpr auto derivative = static_cast<std::size_t>(VendorClass::derivative);

/// Vendors that do nothing but jump; `steps` paradigms above the first, all worth the same, so that nobody changes
/// over.
Scenario explorers(std::int64_t vendors, int steps) {
  Scenario s = plain(vendors);
  s.mechanisms.search = s.mechanisms.paradigms = true;
  for (VendorClassRule& cls : s.classes) {
    cls.local = 0;
    cls.long_jump = 1;
  }
  for (int i = 0; i <= steps; ++i) s.paradigms.push_back({"p" + std::to_string(i), {}});
  north(s).diffusion = {Days{0}, Days{0}};
  return s;
}

void set_discovery(Scenario& s, double p) {
  for (auto& paradigm : s.paradigms) paradigm.rule.discovery = p;
}

/// Days from each paradigm to the next, all found, in many runs.
std::vector<double> waits(const Scenario& s, std::uint32_t runs) {
  std::vector<double> made;
  for (std::uint32_t r = 0; r < runs; ++r) {
    Simulation sim = start(s, {11, r});
    finish(sim);
    const KnownParadigms& known = sim.world.blocs[0].paradigms;
    REQUIRE(known.found + std::size_t{1} == s.paradigms.size());
    for (std::size_t p = 1; p <= known.found; ++p) made.push_back(in_days(known.since[p] - known.since[p - 1]));
  }
  return made;
}

void check_exponential(const char* name, const std::vector<double>& waits, double mean) {
  Moments m;
  for (const double w : waits) m.add(w);
  CHECK(std::abs(z_score(name, m.mean(), mean / std::sqrt(m.n()), mean)) < most_z);
  const double d = kolmogorov(waits, [&](double x) { return -std::expm1(-x / mean); });
  std::printf("  %-44s sqrt(n) D %.3f\n", name, d);
  CHECK(d < 2.3);
  CHECK(4 / std::sqrt(m.n()) < 0.1);  // power: a mean 10 % off
}

/// One jumper that finds the next paradigm at once, and two blocs of vendors that watch.
Scenario one_finder() {
  Scenario s = explorers(1, 1);
  set_discovery(s, 1);
  s.classes[derivative].local = 1;
  s.classes[derivative].long_jump = 0;
  s.paradigms[1].rule.base_oom = 2;
  s.paradigms[1].rule.switching_oom = 0.5;
  north(s).diffusion = {Days{150}, Days{0}};
  for (const char* name : {"same", "south"}) {
    BlocRules other = north(s);
    other.name = name;
    other.population.class_shares = {0, 1, 0};
    other.diffusion = {Days{1}, Days{450}};
    s.blocs.push_back(other);
  }
  return s;
}

}  // namespace

TEST_CASE("paradigms: constant hazards give exponential waiting times", "[process][theory]") {
  // V vendors finish projects of mean m as a Poisson process of rate V / m; a share p of them finds the next paradigm.
  Scenario s = explorers(5, 7);
  s.classes[frontier].training = exponential(20);
  set_discovery(s, 0.05);
  check_exponential("PARADIGM-WAIT", waits(s, 300), 20 / (5 * 0.05));
}

TEST_CASE("paradigms: two populations that explore have the sum of their hazards", "[process][theory]") {
  Scenario s = explorers(5, 7);
  s.classes[frontier].training = exponential(20);
  s.classes[derivative].training = exponential(50);
  set_discovery(s, 0.05);
  BlocRules south = north(s);
  south.name = "south";
  south.population.vendors = 10;
  south.population.class_shares = {0, 1, 0};
  s.blocs.push_back(south);
  check_exponential("PARADIGM-WAIT-2", waits(s, 300), 1 / (0.05 * (5 / 20.0 + 10 / 50.0)));
}

TEST_CASE("paradigms: only long jumps find the next one, and only the next one", "[process]") {
  Scenario s = explorers(20, 3);
  s.run.horizon = Days{2000};
  set_discovery(s, 1);
  s.classes[frontier].long_jump = 0;
  s.classes[frontier].local = 1;
  Simulation none = start(s, {1, 0});
  finish(none);
  CHECK(none.world.newest_paradigm == 0);
  s.classes[frontier].long_jump = 1;
  s.paradigms[2].rule.discovery = 0;
  Simulation stopped = start(s, {1, 0});
  CHECK(run_and_look(stopped) == "");
  CHECK(stopped.world.newest_paradigm == 1);
  s.mechanisms.paradigms = false;
  Simulation off = start(s, {1, 0});
  finish(off);
  CHECK(off.world.newest_paradigm == 0);
  CHECK(off.world.later_landscapes.empty());
}

TEST_CASE("paradigms: the finder changes over at once, its bloc after the lag, another after the longer one",
          "[process]") {
  Scenario s = one_finder();
  north(s).population.class_shares = {1, 0, 0};
  Simulation sim = start(s, {1, 0});
  std::vector<double> changed(3, -1), known(3, -1);
  watch(sim, [&](const Event& event, const World& world) {
    for (std::size_t v = 0; v < world.vendors.size(); ++v)
      if (world.vendors[v].paradigm == 1 && changed[v] < 0) changed[v] = in_days(event.at);
    for (std::size_t b = 0; b < 3; ++b)
      if (world.blocs[b].paradigms.common == 1 && known[b] < 0) known[b] = in_days(event.at);
  });
  CHECK(known == std::vector<double>{250, 550, 550});    // found at the end of the first project, day 100
  CHECK(changed == std::vector<double>{200, 600, 600});  // in the next project that ends
  CHECK(sim.world.blocs[0].paradigms.since[1] == at_day(100));
  CHECK(sim.world.blocs[1].paradigms.since[1] == at_day(550));
}

TEST_CASE("paradigms: a change costs its compute once, and is not made if it does not pay", "[process]") {
  Scenario s = one_finder();
  s.blocs.resize(1);
  Simulation sim = start(s, {1, 0});
  run_until(sim, 150);
  CHECK(sim.world.at(sim.world.vendors[0].product).mean_q == 0);
  run_until(sim, 250);
  CHECK(sim.world.at(sim.world.vendors[0].product).mean_q == 1.5);
  CHECK(sim.world.at(sim.world.vendors[0].product).paradigm == 1);
  run_until(sim, 350);
  CHECK(sim.world.at(sim.world.vendors[0].product).mean_q == 2);
  s.paradigms[1].rule.ceiling_oom = 1.75;
  Simulation capped = start(s, {1, 0});
  finish(capped);
  CHECK(capped.world.at(capped.world.vendors[0].product).mean_q == 1.75);
  s.paradigms[1].rule.switching_oom = 1.75;
  Simulation dear = start(s, {1, 0});
  finish(dear);
  CHECK(dear.world.vendors[0].paradigm == 0);
  CHECK(dear.world.vendors[0].knows == 1);
}

TEST_CASE("paradigms: a design is as good as its own paradigm says, and a change begins a lineage", "[process]") {
  Scenario s = one_finder();
  s.technology.fitness_oom = 1;
  Simulation sim = start(s, {1, 0});
  const Landscape second = draw_landscape(s.technology, RunKey{1, 0}.of(identity_of(s.paradigms[1].name)));
  CHECK(second.contribution != sim.world.landscape.contribution);
  CHECK(draw_landscape(s.technology, {1, 0}).contribution == sim.world.landscape.contribution);
  run_until(sim, 250);
  const Vendor& v = sim.world.vendors[0];
  CHECK(v.fitness == second.fitness(v.design));
  CHECK(v.lineage == (std::uint64_t{v.key} << 32 | 2));
  CHECK(sim.world.at(v.product).mean_q == -0.5 + (2 + v.fitness));
}

TEST_CASE("paradigms: entrants begin in the best paradigm that all know of", "[process]") {
  Scenario s = one_finder();
  s.blocs.resize(1);
  s.mechanisms.entry = true;
  s.run.horizon = Days{1500};
  north(s).population.entry_rate_per_year = 10;
  Simulation sim = start(s, {1, 0});
  std::size_t before = 0, after = 0;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::entry_tried) return;
    const Paradigm p = world.vendors.back().paradigm;
    event.at < at_day(250) ? before += p == 0 : after += p == 1;
    CHECK(p == (event.at < at_day(250) ? 0 : 1));
  });
  CHECK(before > 2);
  CHECK(after > 10);
}

TEST_CASE("paradigms: one paradigm is no paradigm, to the bit", "[process]") {
  Scenario s = explorers(10, 0);
  s.technology.fitness_oom = 3;
  s.classes[frontier].local = 1;
  const std::uint64_t one = fingerprint(s);
  s.paradigms.clear();
  CHECK(fingerprint(s) == one);
  s.mechanisms.paradigms = false;
  CHECK(fingerprint(s) == one);
}
