/// Pools of money that pay vendors in rounds, and spin-offs that go by size.

#include <cmath>
#include <map>
#include <vector>

#include "sim/process/market/funding.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Vendors that deploy on day 1, sell nothing, and cost nothing; the private pool has the budget of 2024.
Scenario backed(std::int64_t vendors, double gamma = 0) {
  Scenario s = plain(vendors);
  s.mechanisms.finance = s.mechanisms.funding = s.mechanisms.market = true;
  for (VendorClassRule& cls : s.classes) cls.training = constant(1), cls.capital = constant(0);
  s.capability.release_gain_oom = 10;
  s.run.horizon = Days{3 * days_per_year};
  north(s).market.demand_per_year = 0;
  FundingRule& pool = north(s).funding[0];
  pool.budget_per_year = 9300;
  pool.gamma = gamma;
  return s;
}

double raised(const Simulation& sim, std::size_t vendor) { return sim.world.backing[vendor].raised.millions(); }

/// Sums over two classes of vendors, those for which `is_first` and the others, over many runs to the end. `set_up`
/// changes the world on day 2.
template <class SetUp, class IsFirst>
std::pair<Moments, Moments> sums(const Scenario& s, int runs, const SetUp& set_up, const IsFirst& is_first) {
  std::pair<Moments, Moments> made;
  for (int run = 0; run < runs; ++run) {
    Simulation sim = start(s, {31, static_cast<std::uint32_t>(run)});
    run_until(sim, 2);
    set_up(sim);
    finish(sim);
    double first = 0, second = 0;
    for (std::size_t v = 0; v < sim.world.vendors.size(); ++v) (is_first(v) ? first : second) += raised(sim, v);
    made.first.add(first);
    made.second.add(second);
  }
  return made;
}

}  // namespace

TEST_CASE("funding: what a vendor gets is compound Poisson", "[funding]") {
  Moments each;
  for (std::uint32_t run = 0; run < 20; ++run) {
    Simulation sim = start(backed(200), {30, run});
    finish(sim);
    for (std::size_t v = 0; v < 200; ++v) each.add(raised(sim, v));
  }
  // 9,300 M$ a year over 200 vendors; rounds of 66.4 M$ at 0.7 a year, with a spread of 1.5 times their mean.
  const double mean = 3 * 9300.0 / 200, variance = 3 * 0.7 * std::pow(9300 / 0.7 / 200, 2) * (1 + 1.5 * 1.5);
  CHECK(std::abs(std::sqrt(variance) - 173.5) < 0.1);  // by the specification
  CHECK(std::abs(z_score("raised by a vendor: mean", each.mean(), each.mean_se(), mean)) < most_z);
  CHECK(std::abs(z_score("raised by a vendor: variance", each.variance(), each.variance_se(), variance)) < most_z);
  CHECK(4 * each.mean_se() < 0.1 * mean);  // power: a budget that is off by a tenth is seen
}

TEST_CASE("funding: a pool pays its budget, however unequally, and follows its growth", "[funding]") {
  Scenario s = backed(20, GENERATE(0.0, 1.0, 2.0));
  north(s).funding[0].growth_per_year = 0.5;
  const auto unequal = [](Simulation& sim) {  // from the first epoch on
    for (std::size_t v = 0; v < 20; ++v) sim.world.vendors[v].contract_rate = static_cast<double>(v);
  };
  const auto [all, none] = sums(s, 600, unequal, [](std::size_t) { return true; });
  const double expected = 9300 * std::expm1(1.5) / 0.5;
  CHECK(std::abs(z_score("paid by a pool", all.mean(), all.mean_se(), expected)) < most_z);
  CHECK(4 * all.mean_se() < 0.12 * expected);
  CHECK(none.mean() == 0);
}

TEST_CASE("funding: each gets a part in proportion to its weight", "[funding]") {
  Scenario s = backed(20, 1);
  FundingRule& pool = north(s).funding[0];
  const auto is_first = [](std::size_t v) { return v < 10; };
  SECTION("by registration, among those that are eligible") {
    pool.gamma = 0;
    pool.by_registration = 2;
    s.mechanisms.approval = true;
    north(s).registration.who = WhoFiles::nobody;
    const auto approve = [&](Simulation& sim) {
      for (std::size_t v = 0; v < 10; ++v) sim.world.at(sim.world.vendors[v].product).approved = true;
    };
    const auto [first, second] = sums(s, 300, approve, is_first);
    // 2/3, but for the first month, in which all are alike.
    const double epoch = 1.0 / 36, part = (1 - epoch) * 2 / 3 + epoch / 2;
    CHECK(std::abs(z_score("to the registered", first.mean(), first.mean_se(), part * 27900)) < most_z);
    CHECK(std::abs(z_score("to the others", second.mean(), second.mean_se(), (1 - part) * 27900)) < most_z);
    CHECK(4 * first.mean_se() < 0.1 * 18600);  // power: a tenth is seen
  }
  SECTION("weights are taken over those that are eligible alone") {
    pool.gamma = 0;
    pool.eligible = Eligible::affiliated;
    const auto tie = [&](Simulation& sim) {
      for (std::size_t v = 0; v < 10; ++v) sim.world.vendors[v].affiliated = true;
    };
    const auto [first, second] = sums(s, 300, tie, is_first);
    CHECK(std::abs(z_score("to the eligible", first.mean(), first.mean_se(), 35.0 / 36 * 27900)) < most_z);
    CHECK(second.mean() == 0);
  }
  SECTION("by traction: contracts and the floor") {
    pool.floor = 1;
    // A traction of 2 + 1 for each of the first, and of 1 for the others.
    const auto sells = [&](Simulation& sim) {
      for (std::size_t v = 0; v < 10; ++v) sim.world.vendors[v].contract_rate = 2;
    };
    const auto [first, second] = sums(s, 300, sells, is_first);
    const double epoch = 1.0 / 36, part = (1 - epoch) * 3 / 4 + epoch / 2;
    CHECK(std::abs(z_score("to those that sell", first.mean(), first.mean_se(), part * 27900)) < most_z);
  }
}

TEST_CASE("funding: traction is what users spend in a year, and contracts", "[funding]") {
  Scenario s = backed(3, 1);
  north(s).market.demand_per_year = 60;
  north(s).market.base_weight = 0;
  Simulation sim = start(s, {37, 0});
  run_until(sim, 400);
  double sum = 0;
  const Bloc& bloc = sim.world.blocs[0];
  for (std::size_t v = 0; v < 3; ++v) {
    const auto row = static_cast<Eigen::Index>(sim.world.vendors[v].offer.value);
    const double share = bloc.market.share(row, 0), now = sim.world.backing[v].sales_per_year;
    const double growth = std::exp(north(s).market.demand_growth_per_year * 1.05);
    CHECK_THAT(now, Catch::Matchers::WithinRel(60 * growth * share, 0.05));  // of the epoch before
    sum += now;
  }
  CHECK(sum > 60);
}

TEST_CASE("funding: when a giant leaves, its rounding does not stay behind", "[funding]") {
  Scenario s = backed(30, 3);
  north(s).funding[0].floor = 0.1;
  Simulation sim = start(s, {38, 0});
  run_until(sim, 2);
  sim.world.vendors[7].contract_rate = 1e5;
  run_until(sim, 40);  // an epoch has seen it
  REQUIRE(sim.world.backing[7].weight[0] > 1e14);
  end_backing(sim, VendorId{7U});
  CHECK_THAT(sim.world.blocs[0].backing_weight[0], Catch::Matchers::WithinRel(29 * std::pow(0.1, 3), 1e-9));
}

TEST_CASE("funding: adoptions are remembered for about a year", "[funding]") {
  Scenario s = backed(2, 1);
  Simulation sim = start(s, {32, 0});
  run_until(sim, 10);
  for (int i = 0; i < 3; ++i) note_adoption(sim, VendorId{1U});
  CHECK(sim.world.backing[1].adoptions == 3);
  run_until(sim, 10 + days_per_year);
  note_adoption(sim, VendorId{1U});
  CHECK_THAT(sim.world.backing[1].adoptions, Catch::Matchers::WithinRel(1 + 3 * std::exp(-1.0), 1e-9));
  const FundingRule rule{1, 0, 0.7, 1, 0.5, 1.5, 2};
  CHECK(funding_weight(rule, {3, 4, false, false}) == 3 + 2 * 4 + 0.5);
}

TEST_CASE("funding: the state's pool is a grant, the private one is capital, and those that leave lose their part",
          "[funding]") {
  Scenario s = backed(6);
  s.mechanisms.exit = true;
  s.mechanisms.entry = true;
  north(s).population.exit_hazard_per_year = 0.5;
  north(s).population.entry_rate_per_year = 3;
  north(s).funding[1] = north(s).funding[0];
  north(s).funding[1].budget_per_year = 600;
  Simulation sim = start(s, {33, 0});
  finish(sim);
  CHECK(what_is_wrong(sim) == "");
  const Books& books = sim.world.blocs[0].books;
  const BlocTally& tally = sim.world.blocs[0].tally;
  CHECK_THAT(books.heading[static_cast<std::size_t>(Heading::grants)].millions(),
             Catch::Matchers::WithinRel(tally.raised_from_state, 1e-9));
  CHECK_THAT(books.heading[static_cast<std::size_t>(Heading::capital)].millions(),
             Catch::Matchers::WithinRel(tally.raised_from_investors, 1e-9));
  CHECK(tally.raised_from_state > 0);
  CHECK(tally.raised_from_investors > 5 * tally.raised_from_state);
  CHECK(tally.exits > 2);
}

TEST_CASE("funding: a policy's budget and growth hold from its date on", "[funding][policy]") {
  Scenario s = backed(40);
  s.mechanisms.policy = true;
  north(s).funding[0].budget_per_year = 0;
  const auto change = [&](double years, const char* key, double value) {
    PolicyRule policy;
    policy.at = Days{years * days_per_year};
    policy.edits.push_back({std::string("bloc.north.funding.private.") + key, EditKind::set, value});
    s.policies.push_back(policy);
  };
  change(1, "budget", 3000), change(2, "growth", 0.7);
  Moments second, third;
  for (std::uint32_t run = 0; run < 260; ++run) {
    Simulation sim = start(s, {34, run});
    run_until(sim, days_per_year);
    const BlocTally& tally = sim.world.blocs[0].tally;
    REQUIRE(tally.raised_from_investors == 0);
    run_until(sim, 2 * days_per_year);
    const double then = tally.raised_from_investors;
    second.add(then);
    finish(sim);
    third.add(tally.raised_from_investors - then);
  }
  CHECK(std::abs(z_score("second year", second.mean(), second.mean_se(), 3000)) < most_z);
  CHECK(std::abs(z_score("third year", third.mean(), third.mean_se(), 3000 * std::expm1(0.7) / 0.7)) < most_z);
  CHECK(4 * third.mean_se() < 0.15 * 3000);
}

TEST_CASE("funding: a pool without a budget changes no event", "[funding]") {
  Scenario s = busy();
  s.mechanisms.funding = false;
  const std::uint64_t off = fingerprint(s);
  s.mechanisms.funding = true;
  for (BlocRules& bloc : s.blocs)
    for (FundingRule& pool : bloc.funding) pool.budget_per_year = 0;
  CHECK(fingerprint(s) == off);
}

TEST_CASE("spin-offs: they go by size, and are as many as without", "[funding]") {
  Scenario s = backed(2);
  s.mechanisms.spinoff_by_size = true;
  north(s).population.spinoff_size = 1;
  north(s).population.spinoff_floor = 1e-6;
  Simulation sim = start(s, {35, 0});
  run_until(sim, 2);
  sim.world.backing[0].sales_per_year = 1;
  sim.world.backing[1].sales_per_year = 3;
  const int n = 4'000;
  int larger = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    Stream stream = sim.draw(Purpose::spinoff, sim.world.vendors[0], i, 1);
    larger += draw_by_size(sim, BlocId{0}, stream) == VendorId{1U};
  }
  CHECK(std::abs(z_score("spin-offs of the larger", larger / double{n}, std::sqrt(0.75 * 0.25 / n), 0.75)) < most_z);

  Scenario many = busy();
  for (BlocRules& bloc : many.blocs) bloc.population.spinoff_rate_per_year = 0.5;
  many.mechanisms.spinoff_by_size = false;
  const std::uint64_t off = fingerprint(many);
  many.mechanisms.spinoff_by_size = true;
  for (BlocRules& bloc : many.blocs) bloc.population.spinoff_size = 2, bloc.population.spinoff_inherits = 0;
  CHECK(fingerprint(many) == off);  // whose they are makes no difference while nothing is inherited
  for (BlocRules& bloc : many.blocs) bloc.population.spinoff_inherits = 1;
  CHECK(fingerprint(many) != off);
}

TEST_CASE("spin-offs: those that inherit begin with a design that is there, and in its lineage", "[funding]") {
  Scenario s = backed(10);
  s.mechanisms.entry = s.mechanisms.spinoff_by_size = true;
  north(s).population.entry_rate_per_year = 0;
  north(s).population.spinoff_rate_per_year = 1;
  north(s).population.spinoff_inherits = GENERATE(0.0, 0.5, 1.0);
  s.technology.bits = 40;  // no two are alike by chance
  Simulation sim = start(s, {36, 0});
  finish(sim);
  double inherited = 0, born = 0;
  for (std::size_t v = 10; v < sim.world.vendors.size(); ++v, ++born) {
    const Vendor& child = sim.world.vendors[v];
    bool found = false;
    for (std::size_t p = 0; p < v; ++p)
      found |= sim.world.vendors[p].design == child.design && sim.world.vendors[p].lineage == child.lineage;
    inherited += found;
  }
  REQUIRE(born > 60);
  const double share = north(s).population.spinoff_inherits;
  CHECK(std::abs(inherited / born - share) <= 4 * std::sqrt(share * (1 - share) / born));
}
