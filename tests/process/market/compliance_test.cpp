/// Regions that ask for different things: who needs a fork, and what it takes.

#include <cmath>

#include "sim/policy/compliance_rule.h"
#include "sim/process/market/forks.h"
#include "sim/process/market/regions.h"
#include "sim/run/simulate.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"
#include "tests/process/market/regions_lab.h"

using namespace poldyn;
using namespace poldyn::lab;

TEST_CASE("compliance: regions that ask for the same make no forks, no cost and no delay", "[process]") {
  Scenario same = busy_regions(), off = busy_regions();
  north(same).compliance.heterogeneity = 0;
  off.mechanisms.compliance = false;
  CHECK(fingerprint(same) == fingerprint(off));
  Scenario zone = busy_regions();  // all in one zone: whatever it asks for, every vendor is at home in it
  north(zone).compliance.zones = {3, 3, 3, 3};
  north(zone).compliance.heterogeneity = 1;
  CHECK(fingerprint(zone) == fingerprint(off));
  CHECK(fingerprint(busy_regions()) != fingerprint(off));
  const RunResult a = simulate(same, {1, 0}), b = simulate(off, {1, 0});
  CHECK(a.fingerprint == b.fingerprint);
}

TEST_CASE("compliance: two regions differ in h (1 - h/2) of their requirements", "[process]") {
  const double h = GENERATE(0.1, 0.5, 1.0);
  Scenario s = two_regions();
  north(s).compliance.heterogeneity = h;
  north(s).compliance.requirements = 64;
  double differ = 0, n = 0;
  for (std::uint32_t i = 0; i < 400; ++i) {
    const Simulation sim = start(s, {2026, i});
    differ += sim.world.blocs[0].groups.empty() ? 0 : bits_between_regions(sim);
    n += 64;
  }
  const double p = h * (1 - h / 2), sd = std::sqrt(p * (1 - p) / n);
  CHECK(std::abs(z_score("share of requirements that differ", differ / n, sd, p)) < most_z);
  CHECK(4 * sd < 0.07 * (p + 0.1));  // power: p = h, which forgets that both may deviate alike, is far outside
}

TEST_CASE("compliance: a requirement that deviates at low heterogeneity deviates at a higher one", "[process]") {
  Scenario low = two_regions(), high = two_regions();
  north(low).compliance.heterogeneity = 0.4;
  north(high).compliance.heterogeneity = 0.8;
  for (Scenario* s : {&low, &high}) north(*s).compliance.requirements = 64;
  for (std::uint32_t i = 0; i < 50; ++i) {
    const Simulation a = start(low, {1, i}), b = start(high, {1, i});
    for (std::size_t g = 0; g < 2; ++g) {
      const std::uint64_t few = a.world.blocs[0].groups.at(g).requirements;
      CHECK((few & b.world.blocs[0].groups.at(g).requirements) == few);
    }
  }
}

TEST_CASE("compliance: a fork takes its time and money to the tick and the dollar", "[process]") {
  Scenario s = two_regions();
  s.mechanisms.finance = true;
  RegionalComplianceRule& rule = north(s).compliance;
  rule.fork_cost = 2;
  rule.cost_per_bit = 0.25;
  rule.rebuild_share = 0.5;
  rule.choice_noise = 0;
  north(s).market.demand_per_year = 1000;
  s.classes[0].capital = constant(1000);
  s.run.horizon = Days{300};
  Simulation sim = start(s, key_with(s, 2));
  const int bits = bits_between_regions(sim);
  std::vector<double> done;
  watch(sim, [&](const Event& event, const World&) {
    if (kind_of(event) == EventKind::fork_done) done.push_back(in_days(event.at));
  });
  const double first = 20 + 3.0 * bits;
  REQUIRE(done.size() == 2);
  CHECK(at_day(done[0]) == at_day(100 + first));      // of the first release
  CHECK(at_day(done[1]) == at_day(200 + first / 2));  // of the second
  const Money cost = Money::of(2 + 0.25 * bits), half = Money::of((2 + 0.25 * bits) / 2);
  // The third release, at day 300, begins its rebuild and does not end it.
  CHECK(sim.world.blocs[0].books.heading[static_cast<std::size_t>(Heading::compliance)] == cost + half + half);
  CHECK(sim.world.blocs[0].tally.forks == 2);
  CHECK(sim.world.blocs[0].tally.fork_time == to_ticks(Days{first}) + to_ticks(Days{first / 2}));
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("compliance: upkeep comes out of projects, for exactly the time that forks were kept", "[process]") {
  const bool finance = GENERATE(true, false);
  Scenario s = two_regions();
  s.mechanisms.finance = finance;
  s.classes[0].project_cost = 10;
  s.classes[0].capital = constant(1000);
  north(s).compliance.upkeep_per_year = 1.5;
  north(s).compliance.choice_noise = 0;
  north(s).market.demand_per_year = 1000;
  north(s).supply.budget_elasticity = 1;
  s.run.horizon = Days{305};
  const RunKey key = key_with(s, 1);
  Simulation sim = start(s, key);
  const double ready = 100 + 20 + 3.0 * bits_between_regions(sim);
  REQUIRE(ready < 200);
  finish(sim);
  // Paid at the starts of the projects of day 200 and 300: each time for what has passed since.
  const Money later = Money::of(1.5 * in_years(to_ticks(Days{100})));
  const Money kept = Money::of(1.5 * in_years(at_day(200) - at_day(ready))) + later;
  CHECK_THAT(sim.world.blocs[0].tally.upkeep, WithinAbs(kept.millions(), 1e-9));
  CHECK_THAT(sim.world.blocs[0].tally.research, WithinAbs(40 - kept.millions(), 1e-9));
  const Vendor& vendor = sim.world.vendors[0];
  CHECK_THAT(vendor.spend_oom, WithinAbs(std::log10((10 - later.millions()) / 10), 1e-12));
  const Books& books = sim.world.blocs[0].books;
  CHECK(books.heading[static_cast<std::size_t>(Heading::duplicated_teams)] == (finance ? kept : Money{}));
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("compliance: a fork lags behind its base until it is rebuilt, one build at a time", "[process]") {
  Scenario s = two_regions();
  s.mechanisms.iterative_correction = true;  // so that versions differ in q
  s.learning.feedback_scale = 100;
  north(s).compliance.fork_time = constant(155);  // longer than the interval between releases
  north(s).compliance.time_per_bit = Days{0};
  Simulation sim = start(s, key_with(s, 1));
  std::vector<std::pair<double, std::uint32_t>> served;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::fork_done) return;
    const Bloc& bloc = world.blocs[0];
    const Fork& fork = world.vendor_forks[0].forks.at(0);
    served.emplace_back(in_days(event.at), fork.serving.project);
    CHECK(bloc.market.by_region.quality(0, fork.group) == fork.serving.q[0]);
    CHECK(bloc.market.quality(0, 0) == world.at(world.vendors[0].product).q[0]);
    CHECK(bloc.market.by_region.quality(0, fork.group) <= bloc.market.quality(0, 0));
  });
  // Builds follow one another without a pause, each of the product as it was when the build began.
  const std::vector<std::pair<double, std::uint32_t>> expected{{255, 1}, {410, 2}, {565, 4}, {720, 5}, {875, 7}};
  CHECK(served == expected);
}

TEST_CASE("compliance: a base adopted from another region is fitted to home first, and the ledger says so",
          "[process]") {
  Scenario s = busy_regions();
  north(s).compliance.heterogeneity = 1;
  Simulation sim = start(s, {3, 0});
  Ticks fork{};
  std::size_t releases = 0, fitted = 0, wrong = 0;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::deployed) return;
    const Model& m = world.at(ModelId{event.what.subject});
    if (m.generation != event.what.detail || m.released != event.at) return;
    ++releases;
    const Ticks part = m.delay.of(Cause::fork);
    fork += part;
    fitted += part > Ticks{0};
    wrong += part > Ticks{0} && !m.adopted;
    Ticks sum{};
    for (const Ticks p : m.delay.parts) sum += p;
    wrong += sum != m.released - m.delay.start;
    wrong += m.built_for != home_set(world.at(world.at(m.vendor).bloc), world.at(m.vendor).region);
  });
  CHECK(releases > 100);
  CHECK(fitted > 20);
  CHECK(fitted < releases);
  CHECK(wrong == 0);
  CHECK(sim.world.blocs[0].tally.delay[static_cast<std::size_t>(Cause::fork)] == fork);
}

TEST_CASE("compliance: to split a region in two that ask for the same changes nothing", "[process]") {
  Scenario whole = busy_regions(), split = busy_regions();
  north(split).population.regions = 6;
  north(split).population.region_weights = {1, 3, 2, 1, 0.5, 0.5};  // exact in binary, and next to each other
  north(split).compliance.zones = {0, 0, 1, 2, 3, 3};
  const RunResult a = simulate(whole, {5, 0}), b = simulate(split, {5, 0});
  CHECK(a.fingerprint == b.fingerprint);
  CHECK(a.events > 2000);
  std::size_t differ = 0, numbers = 0;
  const auto compare = [&](const std::vector<std::vector<double>>& x, const std::vector<std::vector<double>>& y) {
    for (std::size_t m = 0; m < x.size(); ++m)
      for (std::size_t i = 0; i < x[m].size(); ++i, ++numbers)
        differ += std::bit_cast<std::uint64_t>(x[m][i]) != std::bit_cast<std::uint64_t>(y[m][i]);
  };
  compare(a.sampled, b.sampled);
  compare(a.totals, b.totals);
  CHECK(differ == 0);
  CHECK(numbers > 2000);
  const Simulation sim = start(split, {5, 0});
  CHECK(sim.world.blocs[0].groups.size() == 4);
}

TEST_CASE("compliance: one more vendor or region leaves the time of every other fork as it was", "[process]") {
  const auto times = [](const Scenario& s) {
    Simulation sim = start(s, {9, 0});
    std::vector<Ticks> first(40);
    watch(sim, [&](const Event& event, const World& world) {
      if (kind_of(event) != EventKind::fork_done) return;
      const VendorId id{event.what.subject};
      for (const Fork& fork : world.vendor_forks[id.value].forks)
        if (fork.build == event.what.detail && fork.group == 1 - group_of(world.blocs[0], world.at(id).region))
          if (first.at(id.value) == Ticks{}) first.at(id.value) = event.at - fork.begun;
    });
    return first;
  };
  Scenario s = two_regions(20);
  north(s).compliance.fork_time = lognormal(20, 1);
  auto before = times(s);
  CHECK(std::count(before.begin(), before.end(), Ticks{}) == 20);
  north(s).population.vendors = 21;
  auto more = times(s);
  CHECK(more[20] != Ticks{});
  more[20] = Ticks{};
  CHECK(more == before);
}

TEST_CASE("compliance: books balance and the world hangs together after every event", "[process]") {
  for (std::uint32_t i = 0; i < 6; ++i) {
    Scenario s = busy_regions();
    s.mechanisms.approval = i % 2 == 0;
    s.vendors.works_ahead = i % 3 != 0;
    north(s).market.rule = i % 2 == 0 ? ShareRule::logit : ShareRule::replicator;
    north(s).compliance.heterogeneity = 0.2 * (i + 1) > 1 ? 1 : 0.2 * (i + 1);
    s.run.horizon = Days{1500};
    Simulation sim = start(s, {11, i});
    INFO("key " << i);
    CHECK(run_and_look(sim, 3) == "");
  }
}
