/// Leaks of closed designs, and what blocs see of each other.

#include "sim/process/designs/leaks.h"

#include <cmath>
#include <vector>

#include "sim/engine/sample.h"
#include "sim/process/designs/bases.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Each vendor releases once, on day 100, and never again: no later model is 50 OOM better.
Scenario once(std::int64_t vendors, double leaks_per_year) {
  Scenario s = plain(vendors);
  s.mechanisms.spillover = true;
  s.capability.release_gain_oom = 50;
  north(s).spillover.leak_rate_per_year = leaks_per_year;
  return s;
}

Scenario three_blocs(Scenario s) {
  for (const char* name : {"south", "east"}) {
    s.blocs.push_back(north(s));
    s.blocs.back().name = name;
  }
  return s;
}

}  // namespace

TEST_CASE("spillover: the time to a leak is exponential with the mean that the rate says", "[process]") {
  Scenario s = once(4'000, 0.8);
  s.classes[0].training = constant(100);
  s.run.horizon = Days{100 + 20 * days_per_year};  // none is left then: e^-16
  Simulation sim = start(s, {51, 0});
  std::vector<double> years;
  watch(sim, [&](const Event& event, const World&) {
    if (kind_of(event) == EventKind::design_leaks) years.push_back(in_years(event.at - at_day(100)));
  });
  REQUIRE(years.size() == 4'000);
  Moments m;
  for (const double t : years) m.add(t);
  CHECK(std::abs(z_score("years to a leak", m.mean(), m.mean_se(), 1 / 0.8)) < most_z);
  CHECK(4 * m.mean_se() < 0.1 * m.mean());
  CHECK(kolmogorov(years, [](double t) { return 1 - std::exp(-0.8 * t); }) < most_kolmogorov);
  CHECK(sim.world.blocs[0].tally.leaks == 4'000);
}

TEST_CASE("spillover: a design leaks while its model is in service, and only if it is closed", "[process]") {
  Scenario s = once(100, 0.8);
  s.capability.release_gain_oom = 0;  // replaced every 100 days
  Simulation sim = start(s, {52, 0});
  finish(sim);
  // 36 models each; those of the last round are still in service at day 3650.
  const double p = 1 - std::exp(-0.8 * 100 / days_per_year), last = 1 - std::exp(-0.8 * 50 / days_per_year);
  const double expected = 100 * (35 * p + last), leaks = static_cast<double>(sim.world.blocs[0].tally.leaks);
  CHECK(std::abs(z_score("leaks", leaks, std::sqrt(100 * (35 * p * (1 - p) + last * (1 - last))), expected)) < most_z);
  s.mechanisms.openness = true;
  s.classes[0].open_release = 1;
  Simulation open = start(s, {52, 0});
  finish(open);
  CHECK(open.world.blocs[0].tally.leaks == 0);
}

TEST_CASE("spillover: what leaked is what an imitator looks at", "[process]") {
  Scenario s = once(20, 0.8);
  s.technology.fitness_oom = 1;
  s.run.horizon = Days{100 + 20 * days_per_year};
  s.mechanisms.search = false;
  Simulation sim = start(s, {53, 0});
  run_until(sim, 99);
  const auto seen = [&](const Vendor& v) { return better_design(sim.world.at(v.bloc), v.paradigm, v.fitness); };
  CHECK(!seen(sim.world.vendors[0]));
  finish(sim);
  const Vendor* best = &sim.world.vendors[0];
  for (const Vendor& v : sim.world.vendors)
    if (v.fitness > best->fitness) best = &v;
  for (const Vendor& v : sim.world.vendors) CHECK((v.fitness < best->fitness ? seen(v) == best->design : !seen(v)));
}

TEST_CASE("spillover: permeability decides exactly at 0 and 1, by source, and by chance between", "[process]") {
  Scenario s = three_blocs(once(400, 0.8));
  s.run.horizon = Days{100 + 20 * days_per_year};
  s.classes[0].training = constant(100);
  s.blocs[0].openness.foreign_visibility = 0.5;
  s.blocs[0].openness.source_blocs = {"south", "east"};
  s.blocs[0].openness.source_visibility = {1, 0};
  s.blocs[1].openness.foreign_visibility = 0.3;
  s.blocs[1].openness.source_blocs = {"east"};
  s.blocs[1].openness.source_visibility = {0};
  REQUIRE(s.blocs[2].openness.foreign_visibility == 0);
  Simulation sim = start(s, {54, 0});
  finish(sim);
  CHECK(sim.world.blocs[0].tally.leaks_from_abroad == 400);  // all of south, none of east
  CHECK(sim.world.blocs[2].tally.leaks_from_abroad == 0);
  const double seen = static_cast<double>(sim.world.blocs[1].tally.leaks_from_abroad) / 400;
  CHECK(std::abs(z_score("leaks of north seen in south", seen, std::sqrt(0.3 * 0.7 / 400), 0.3)) < most_z);
}

TEST_CASE("permeability: open releases pass by source, and a list that repeats the scalar changes nothing",
          "[process]") {
  Scenario s = three_blocs(once(40, 0));
  s.mechanisms.spillover = false;
  s.mechanisms.openness = s.mechanisms.adoption = true;
  s.classes[0].open_release = 1;
  s.blocs[0].openness.source_blocs = {"east"};
  s.blocs[0].openness.source_visibility = {1};
  s.run.horizon = Days{150};
  Simulation sim = start(s, {55, 0});
  finish(sim);
  REQUIRE(sim.world.blocs[0].upcoming.size() == 80);
  for (const Base& base : sim.world.blocs[0].upcoming) CHECK(sim.world.at(base.vendor).bloc != BlocId{1});
  CHECK(sim.world.blocs[1].upcoming.size() == 40);
  CHECK(sim.world.blocs[2].tally.foreign_views == 40);
  CHECK(sim.world.blocs[1].tally.foreign_views == 0);

  s.run.horizon = Days{2000};
  s.capability.release_gain_oom = 0;
  s.classes[0].adopt = 1;
  s.vendors.adoption_gain_oom = -1;  // all models are alike: any base will do
  for (BlocRules& bloc : s.blocs)
    bloc.openness.foreign_visibility = 0.4, bloc.openness.source_blocs.clear(), bloc.openness.source_visibility.clear(),
    bloc.population.vendors = 5;  // so few that all their weights find a place
  Scenario listed = s;
  listed.blocs[0].openness.source_blocs = {"east", "south"};
  listed.blocs[0].openness.source_visibility = {0.4, 0.4};
  CHECK(fingerprint(listed) == fingerprint(s));
  listed.blocs[0].openness.source_visibility = {0.4, 0.9};
  CHECK(fingerprint(listed) != fingerprint(s));
}
