/// Ways of search that pay off are preferred: the rule against closed forms, and the whole of it in runs.

#include "sim/process/designs/search_mode.h"

#include <array>
#include <cmath>

#include "tests/catch.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

Scenario searchers() {
  Scenario s = plain();
  s.mechanisms.search = s.mechanisms.adaptive_search = true;
  s.technology = {32, 6, Neighbours::random, 4, 4, 8, 0.5};
  s.capability.release_gain_oom = 0;
  s.vendors.mode_memory = 0.2;
  s.run.horizon = Days{5000};
  return s;
}

void set_propensities(Scenario& s, const std::array<double, search_choices>& p) {
  for (VendorClassRule& cls : s.classes) cls.local = p[0], cls.long_jump = p[1], cls.imitate = p[2], cls.adopt = p[3];
}

std::array<double, search_choices> frequencies(Simulation& sim, std::uint32_t draws) {
  std::array<double, search_choices> count{};
  for (std::uint32_t i = 0; i < draws; ++i) {
    Stream stream = sim.draw(Purpose::search, sim.world.vendors[0], i);
    const SearchMode mode = choose_mode(sim, sim.world.vendors[0], stream);
    if (mode != SearchMode::keep) ++count[static_cast<std::size_t>(mode) - 1];
  }
  return count;
}

}  // namespace

TEST_CASE("search modes: chosen in proportion to propensity times exp(sensitivity gain)", "[process]") {
  Scenario s = searchers();
  s.mechanisms.adoption = true;
  set_propensities(s, {0.4, 0.2, 0.3, 0.1});
  s.vendors.mode_sensitivity = 2;
  Simulation sim = start(s, {1, 0});
  run_until(sim, 1);
  const std::array<double, search_choices> gain{0.1, 0.6, -0.4, 0.9};
  sim.world.mode_gains[0].mean = gain;
  std::array<double, search_choices> p{0.4, 0.2, 0.3, 0.1};
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) sum += p[i] *= std::exp(2 * gain[i]);
  constexpr std::uint32_t draws = 40000;  // a share that is off by 0.01 shows with |z| > 4 in 5 of 6 such tests
  const auto count = frequencies(sim, draws);
  for (std::size_t i = 0; i < p.size(); ++i) {
    const double share = p[i] / sum;
    const double z = (count[i] - draws * share) / std::sqrt(draws * share * (1 - share));
    INFO("mode " << i << ": z = " << z);
    CHECK(std::abs(z) < 4);
  }
}

TEST_CASE("search modes: without bound the best is taken, and a way of propensity 0 never", "[process]") {
  Scenario s = searchers();
  s.mechanisms.adoption = true;
  set_propensities(s, {0.4, 0, 0.3, 0.1});
  s.vendors.mode_sensitivity = 1000;
  Simulation sim = start(s, {1, 0});
  run_until(sim, 1);
  sim.world.mode_gains[0].mean = {0, 5, 2, 1};
  const auto count = frequencies(sim, 1000);
  CHECK(count == std::array<double, search_choices>{0, 0, 1000, 0});
}

TEST_CASE("search modes: what a way gains is the mean of its projects, the latest weighing most", "[process]") {
  Scenario s = searchers();
  const auto mode = GENERATE(std::size_t{0}, std::size_t{1});
  std::array<double, search_choices> p{};
  p[mode] = 1;
  set_propensities(s, p);
  north(s).supply.growth_oom_per_year = 0.5;  // so that each project is a release
  Simulation sim = start(s, {1, 0});
  double known = 0, last = 0;
  int releases = 0;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::deployed) return;
    const double q = world.at(world.vendors[0].product).mean_q;
    if (releases++ > 0) known += 0.2 * (q - last - known);
    last = q;
    CHECK_THAT(world.mode_gains[0].mean[mode], WithinAbs(known, 1e-12));
  });
  CHECK(releases == 50);
  CHECK(known > 0);
  for (std::size_t i = 0; i < search_choices; ++i)
    if (i != mode) CHECK(sim.world.mode_gains[0].mean[i] == 0);
}

TEST_CASE("search modes: adopters remember the base and not the search after it", "[process]") {
  Scenario s = searchers();
  s.mechanisms.openness = s.mechanisms.adoption = true;
  s.run.horizon = Days{3000};
  north(s).population.vendors = 20;
  set_propensities(s, {0.5, 0, 0, 0.5});
  for (VendorClassRule& cls : s.classes) cls.open_release = 1, cls.training = lognormal(80, 0.4);
  s.vendors.adoption_gain_oom = 0.5;  // local search finds less than that in a project
  s.vendors.mode_memory = 1;
  s.vendors.mode_sensitivity = 0;
  Simulation sim = start(s, {1, 0});
  int adopted = 0;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::deployed) return;
    for (const Vendor& vendor : world.vendors) {
      const double gain = world.mode_gains[world.row_of(vendor)].mean[3];
      CHECK((gain == 0 || gain >= 0.5));
      adopted += gain > 0;
    }
  });
  CHECK(adopted > 0);
}

TEST_CASE("search modes: vendors drift to the way that gains more", "[process]") {
  Scenario s = searchers();
  s.mechanisms.openness = true;
  north(s).population.vendors = 100;
  set_propensities(s, {0.5, 0.5, 0, 0});
  s.vendors.mode_sensitivity = 20;
  s.technology.epistasis = 0;
  s.technology.search_steps = 1;  // gains 1 / 64 of the best trial each
  s.technology.jump_bits = 32;    // hardly ever better than a design that has been improved
  Simulation sim = start(s, {1, 0});
  finish(sim);
  double ahead = 0;
  for (const ModeGains& gains : sim.world.mode_gains) ahead += gains.mean[0] > gains.mean[1];
  CHECK(ahead > 70);
}
