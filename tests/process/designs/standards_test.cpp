/// Choice of standards: known limits of increasing returns (Arthur 1989, Economic Journal 99, 116-131).

#include "sim/process/designs/standards.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "sim/process/designs/bases.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Vendors that all release every 100 days, and users to whom all offers are alike: a standard's share of use is its
/// share of vendors.
Scenario alike(std::int64_t vendors, std::size_t standards, double network, double switching) {
  Scenario s = plain(vendors);
  s.mechanisms.market = s.mechanisms.standards = true;
  s.standards.names.clear();
  for (std::size_t i = 0; i < standards; ++i) s.standards.names.push_back("s" + std::to_string(i));
  s.standards.network_strength = network;
  s.standards.switching_cost = switching;
  MarketRule& market = north(s).market;
  market.quality_weight = market.price_weight = market.base_weight = market.demand_growth_per_year = 0;
  north(s).standards.compatibility_weight = 0;
  return s;
}

std::vector<double> vendors_by_standard(const World& world) {
  std::vector<double> count(world.standards);
  for (const Vendor& v : world.vendors) ++count[v.standard];
  return count;
}

double logistic(double x) { return 1 / (1 + std::exp(-x)); }

/// The largest solution of x = logistic(a (2x - 1)), by iteration from above. It is 1/2 up to a = 2.
double fixed_point(double a) {
  double x = 1;
  for (int i = 0; i < 10'000; ++i) x = logistic(a * (2 * x - 1));
  return x;
}

}  // namespace

TEST_CASE("standards: no network effect gives equal shares", "[process]") {
  Scenario s = alike(20'000, 4, 0, 0);
  s.run.horizon = Days{150};
  Simulation sim = start(s, {41, 0});
  finish(sim);
  const auto count = vendors_by_standard(sim.world);
  const double z = chi_square_z(count);
  std::printf("  four standards: %g %g %g %g, chi-square z %+.2f\n", count[0], count[1], count[2], count[3], z);
  CHECK(std::abs(z) < most_z);
  // Power: were one standard 8 % more likely, these counts would be expected, and be far outside the band.
  CHECK(chi_square_z({5'400, 4'866.7, 4'866.7, 4'866.6}) > most_z);
}

TEST_CASE("standards: with two of them the shares settle at the logit's fixed point", "[process]") {
  const double a = GENERATE(1.0, 1.6, 2.6, 4.0);
  const double n = 4'000, expected = fixed_point(a);
  Simulation sim = start(alike(4'000, 2, a, 0), {42, 0});
  finish(sim);
  const auto count = vendors_by_standard(sim.world);
  // About a stable fixed point deviations shrink by F' = 2 a x (1 - x) per round and are renewed by the draws of n
  // vendors.
  const double slope = 2 * a * expected * (1 - expected);
  const double se = std::sqrt(expected * (1 - expected) / n / (1 - slope * slope));
  CHECK(slope < 1);
  CHECK((expected > 0.51) == (a > 2));  // equal shares are stable below a = 2 and unstable above
  const double share = (expected > 0.51 ? *std::max_element(count.begin(), count.end()) : count[0]) / n;
  CHECK(std::abs(z_score("share of one standard", share, se, expected)) < most_z);
  CHECK(4 * se < 0.06);  // power: the fixed points of strengths that differ by a quarter lie further apart
}

TEST_CASE("standards: a strong network effect locks in on one, and chance says which", "[process]") {
  std::vector<int> winner(3);
  for (std::uint32_t i = 0; i < 24; ++i) {
    Simulation sim = start(alike(60, 3, 12, 0), {43, i});
    finish(sim);
    const auto count = vendors_by_standard(sim.world);
    const auto most = std::max_element(count.begin(), count.end());
    CHECK(*most == 60);  // exp(-12): another is chosen once in 80,000 times
    ++winner[static_cast<std::size_t>(most - count.begin())];
  }
  CHECK(*std::max_element(winner.begin(), winner.end()) < 20);  // of 24: a fixed winner would have all
}

TEST_CASE("standards: without network effect vendors change as often as the cost of it says", "[process]") {
  const double cost = GENERATE(0.0, 1.0, 3.0);
  Simulation sim = start(alike(200, 3, 0, cost), {44, 0});
  finish(sim);
  const double choices = 200 * 36, p = 2 * std::exp(-cost) / (1 + 2 * std::exp(-cost));
  const double switches = static_cast<double>(sim.world.blocs[0].tally.standard_switches);
  const double se = std::sqrt(p * (1 - p) / choices);
  CHECK(std::abs(z_score("share of choices that change", switches / choices, se, p)) < most_z);
  CHECK(4 * se < 0.2 * p);
  Simulation stuck = start(alike(200, 3, 0, 1000), {44, 0});
  finish(stuck);
  CHECK(stuck.world.blocs[0].tally.standard_switches == 0);
}

TEST_CASE("standards: a mandate makes all use one standard after everybody has released once", "[process]") {
  Scenario s = alike(50, 3, 2, 1);
  s.classes[0].training = lognormal(100, 0.5);
  north(s).standards.home = "s1";
  Simulation sim = start(s, {45, 0});
  run_until(sim, 700);
  const auto others = [&] {
    const auto& standard = sim.world.blocs[0].market.standard;
    return std::count_if(standard.begin(), standard.end(), [](std::uint8_t x) { return x != 1; });
  };
  CHECK(others() > 5);
  std::vector<std::uint32_t> releases;
  for (const Vendor& v : sim.world.vendors) releases.push_back(v.releases);
  sim.rules.blocs[0].standards.mandate = true;
  bool all_again = false;
  for (double day = 710; day < 3600 && !all_again; day += 10) {
    run_until(sim, day);
    all_again = true;
    for (std::size_t i = 0; i < releases.size(); ++i) {
      const Vendor& v = sim.world.vendors[i];
      if (v.releases > releases[i])
        CHECK(sim.world.at(v.product).standard == 1);
      else
        all_again = false;
    }
  }
  CHECK(all_again);
  CHECK(others() == 0);
  run_until(sim, in_days(sim.now()) + 31);
  const std::vector<double>& rate = sim.world.blocs[0].standards.rate;
  CHECK(rate[0] == 0);
  CHECK(rate[1] > 0);
  CHECK(rate[2] == 0);
}

TEST_CASE("standards: a bonus for the home standard is worth its share of a logit", "[process]") {
  Scenario s = alike(4'000, 3, 0, 0);
  s.run.horizon = Days{150};
  north(s).standards.home = "s2";
  north(s).standards.home_bonus = 1.2;
  Simulation sim = start(s, {46, 0});
  finish(sim);
  const double p = std::exp(1.2) / (std::exp(1.2) + 2);
  CHECK(std::abs(z_score("share on the home standard", vendors_by_standard(sim.world)[2] / 4'000,
                         std::sqrt(p * (1 - p) / 4'000), p)) < most_z);
}

TEST_CASE("standards: users prefer what is compatible, by the logit of its use", "[process]") {
  Scenario s = alike(3, 2, 0, 1000);
  north(s).standards.compatibility_weight = 1.5;
  Simulation sim = start(s, {47, 0});
  run_until(sim, 10);
  for (std::size_t i = 0; i < 3; ++i) sim.world.vendors[i].standard = i == 2 ? 1 : 0;
  const Event first = *run_to(sim, EventKind::market_epoch, at_day(100));
  const Market& market = sim.world.blocs[0].market;
  for (Eigen::Index row = 0; row < 3; ++row) CHECK_THAT(market.share(row, 0), WithinRel(1.0 / 3, 1e-12));
  const Event second = *run_to(sim, EventKind::market_epoch, at_day(101) + (first.at - at_day(100)));
  const double left = std::exp(-north(s).market.switching_rate_per_year * in_years(second.at - first.at));
  const double wanted = std::exp(1.5 / 3) / (2 * std::exp(1.5 * 2 / 3) + std::exp(1.5 / 3));
  for (std::size_t row = 0; row < 3; ++row)
    if (market.standard[row] == 1)
      CHECK_THAT(market.share(static_cast<Eigen::Index>(row), 0), WithinRel(left / 3 + (1 - left) * wanted, 1e-12));
}

TEST_CASE("standards: use in other blocs counts by the bloc's reach, and as of before at one instant", "[process]") {
  Scenario s = alike(2, 2, 1, 0);
  s.blocs.push_back(north(s));
  s.blocs[1].name = "south";
  s.blocs[0].standards.foreign_reach = 0.25;
  s.blocs[1].standards.foreign_reach = 0;
  Simulation sim = start(s, {48, 0});
  run_until(sim, 5);
  CHECK(use_in_reach(sim, BlocId{0})[0] == 0);  // nobody uses anything
  sim.world.blocs[0].standards.rate = {30, 10};
  sim.world.blocs[1].standards.rate = {0, 80};
  sim.world.blocs[1].standards.before = {80, 0};
  const StandardShares here = use_in_reach(sim, BlocId{0}), there = use_in_reach(sim, BlocId{1});
  CHECK_THAT(here[0], WithinRel(30.0 / 60, 1e-12));
  CHECK_THAT(here[1], WithinRel(30.0 / 60, 1e-12));
  CHECK(there[0] == 0);
  CHECK(there[1] == 1);
  sim.world.blocs[1].standards.at = sim.now();
  CHECK_THAT(use_in_reach(sim, BlocId{0}, AsOf::before)[0], WithinRel(50.0 / 60, 1e-12));
}

TEST_CASE("standards: a base of another standard is worth what its conversion leaves", "[process]") {
  Scenario s = alike(3, 2, 0, 1000);
  s.mechanisms.openness = s.mechanisms.adoption = true;
  s.vendors.choice_noise_oom = 0;
  s.standards.conversion_oom = 0.25;
  Simulation sim = start(s, {49, 0});
  run_until(sim, 10);
  Vendor& chooser = sim.world.vendors[0];
  chooser.standard = 0;
  Base alien, kin;
  alien.vendor = VendorId{1}, kin.vendor = VendorId{2};
  alien.open = kin.open = true;
  alien.standard = 1, kin.standard = 0;
  alien.mean_q = alien.q[0] = alien.compute_oom = 1.0;
  kin.mean_q = kin.q[0] = kin.compute_oom = 0.8;
  auto& weights = sim.world.blocs[0].weights;
  weights = {alien};
  Base got = *choose_base(sim, chooser, BaseUse::weights);
  CHECK(got.mean_q == 0.75);
  CHECK(got.q[0] == 0.75);
  CHECK(got.compute_oom == 0.75);
  CHECK(got.standard == 0);
  weights = {alien, kin};
  got = *choose_base(sim, chooser, BaseUse::weights);
  CHECK(got.vendor == kin.vendor);
  CHECK(got.mean_q == 0.8);
  chooser.standard = 1;
  got = *choose_base(sim, chooser, BaseUse::weights);
  CHECK(got.vendor == alien.vendor);
  CHECK(got.mean_q == 1.0);
}
