/// Compute: limited supply, and what the state adds.

#include <cmath>
#include <numeric>

#include "sim/process/market/compute.h"
#include "tests/catch.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"
#include "tests/process/market/entries.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Projects of 400 days that cost 10 M$, of which 6 are compute; an epoch is 30 days.
Scenario trainers(std::int64_t vendors) {
  Scenario s = plain(vendors);
  s.mechanisms.finance = true;
  s.classes[0].project_cost = 10;
  s.classes[0].training = constant(400);
  s.accounts.project_hardware = s.accounts.project_cloud = 0.3;
  north(s).supply.budget_elasticity = 0.5;
  north(s).market.epoch = Days{30};
  s.run.horizon = Days{370};
  return s;
}

const ComputeMarket& compute(const Simulation& sim) { return sim.world.blocs[0].compute; }

}  // namespace

TEST_CASE("supply limit: when it binds the orders of an interval buy exactly the supply, at one price", "[process]") {
  Scenario s = trainers(8);  // order 48 M$ of compute on the first day
  s.mechanisms.supply_limit = true;
  north(s).supply.capacity_per_year = 12 * days_per_year / 30;  // 12 M$ in an epoch
  Simulation sim = start(s, {1, 0});
  run_to(sim, EventKind::market_epoch);
  CHECK_THAT(compute(sim).supply, WithinRel(12.0, 1e-12));
  CHECK(compute(sim).bought == compute(sim).supply);
  CHECK_THAT(compute(sim).price, WithinRel(4.0, 1e-12));
  for (const Vendor& v : sim.world.vendors) CHECK_THAT(v.spend_oom, WithinRel(-0.5 * std::log10(4.0), 1e-12));
  CHECK(sim.world.blocs[0].books.compute == compute(sim).bought);
  run_to(sim, EventKind::market_epoch);
  CHECK(compute(sim).price == 1);  // nothing was ordered
  CHECK(compute(sim).bought == 0);
}

TEST_CASE("supply limit: one that does not bind changes nothing", "[process]") {
  Scenario s = trainers(8);
  s.classes[0].training = lognormal(60, 0.5);
  s.classes[0].capital = constant(1000);
  s.run.horizon = Days{2000};
  const auto without = fingerprint(s);
  s.mechanisms.supply_limit = true;
  CHECK(fingerprint(s) == without);  // no capacity: no limit
  north(s).supply.capacity_per_year = 1e8;
  CHECK(fingerprint(s) == without);
  north(s).supply.capacity_per_year = 10;
  CHECK(fingerprint(s) != without);
}

TEST_CASE("supply limit: over years of short projects compute adds up to the supply and no more", "[process]") {
  Scenario s = trainers(20);
  s.mechanisms.supply_limit = true;
  s.classes[0].training = lognormal(20, 0.8);  // many end before their orders are cleared
  s.classes[0].capital = constant(1e5);
  s.run.horizon = Days{3000};
  north(s).supply.capacity_per_year = 50;
  north(s).supply.capacity_growth_per_year = 0.2;
  Simulation sim = start(s, {5, 0});
  double supply = 0;
  watch(sim, [&](const Event& event, const World&) {
    if (kind_of(event) != EventKind::market_epoch) return;
    supply += compute(sim).supply;
    CHECK(compute(sim).price > 1);
  });
  CHECK_THAT(sim.world.blocs[0].books.compute, WithinRel(supply, 1e-12));
  CHECK_THAT(supply, WithinRel(50 / 0.2 * std::expm1(0.2 * 3000 / days_per_year), 1e-9));
  for (const Vendor& v : sim.world.vendors) CHECK(v.spend_oom >= -3);
}

TEST_CASE("subsidies: the state's share of compute is the rule's, and the project has that much more", "[process]") {
  const double share = GENERATE(0.0, 0.5, 0.8);
  Scenario s = trainers(4);
  s.mechanisms.subsidies = true;
  north(s).population.affiliated_share = 0.5;
  north(s).subsidies.eligible = GENERATE(Eligible::all, Eligible::affiliated, Eligible::registered, Eligible::nobody);
  north(s).subsidies.subsidised_share = share;
  Simulation sim = start(s, {2, 0});
  finish(sim);
  double paid = 0;
  for (const Vendor& v : sim.world.vendors) {
    const bool gets = north(s).subsidies.eligible == Eligible::all ||
                      (north(s).subsidies.eligible == Eligible::affiliated && v.affiliated);
    const double compute = gets ? 6 / (1 - share) : 6;
    paid += compute - 6;
    CHECK(v.cash == Money::of(90));
    CHECK_THAT(v.spend_oom,
               WithinAbs(0.5 * std::log10(compute / 6), 1e-7));  // decades over the least project's compute
  }
  CHECK_THAT(entered(sim, Heading::subsidised_compute).millions(), WithinAbs(paid, 4e-6));
  CHECK(lab::what_is_wrong(sim) == "");
}

TEST_CASE("vouchers: compute only, at most as much as the vendor's own or the least project's, until they expire",
          "[process]") {
  Scenario s = trainers(1);
  s.mechanisms.subsidies = true;
  s.classes[0].capital = constant(1);  // 0.6 M$ of compute of its own at the first project, none at the second
  s.classes[0].training = constant(100);
  s.run.horizon = Days{150};
  north(s).subsidies.voucher_validity = Days{GENERATE(0.0, 90.0, 110.0)};
  north(s).subsidies.voucher = 10;
  Simulation sim = start(s, {1, 0});
  run_to(sim, EventKind::vendor_enters);
  CHECK(sim.world.compute_accounts.at(0).voucher == Money{});
  reward_approval(sim, VendorId{0}, Track::full);
  finish(sim);
  const bool expired = north(s).subsidies.voucher_validity == Days{90};
  CHECK(sim.world.vendors[0].cash == Money{});
  CHECK(entered(sim, Heading::subsidised_compute) == Money::of(expired ? 0 : 6));
  CHECK(sim.world.compute_accounts[0].voucher == Money::of(expired ? 0 : 4));
  CHECK_THAT(sim.world.vendors[0].spend_oom, WithinAbs(expired ? -3.0 : 0.0, 1e-7));
}

TEST_CASE("vouchers: an approval that brings none does not make those held last longer", "[process]") {
  Scenario s = trainers(1);
  s.mechanisms.subsidies = true;
  s.classes[0].capital = constant(1);
  s.classes[0].training = constant(100);
  s.run.horizon = Days{150};
  north(s).subsidies.voucher_validity = Days{90};
  north(s).subsidies.voucher = 10;
  north(s).subsidies.light_share = GENERATE(0.0, 0.01);
  Simulation sim = start(s, {1, 0});
  run_to(sim, EventKind::vendor_enters);
  reward_approval(sim, VendorId{0}, Track::full);
  run_until(sim, 50);
  reward_approval(sim, VendorId{0}, Track::light);
  finish(sim);
  // The second project is on day 100.
  const bool prolonged = north(s).subsidies.light_share > 0;
  CHECK(entered(sim, Heading::subsidised_compute) == Money::of(prolonged ? 6 : 0));
}

TEST_CASE("grants: each approved release earns its track's, and vouchers of zero are none", "[process]") {
  Scenario s = trainers(1);
  s.mechanisms.subsidies = true;
  make_all_file(s);
  s.classes[0].training = constant(100);
  s.run.horizon = Days{360};  // releases filed on days 100, 200 and 300
  north(s).subsidies.grant = 3;
  north(s).subsidies.light_share = 0.25;
  Simulation sim = start(s, {1, 0});
  finish(sim);
  CHECK(sim.world.blocs[0].registry.approvals == 3);
  CHECK(entered(sim, Heading::grants) == Money::of(9));
  CHECK(sim.world.vendors[0].cash == Money::of(100 + 9 - 4 * 10));
  CHECK(entered(sim, Heading::subsidised_compute) == Money{});
  CHECK(reward_of_approval(north(s).subsidies, Track::light).worth() == Money::of(0.75));
  north(s).subsidies.grant = 0;
  Scenario off = s;
  off.mechanisms.subsidies = false;
  CHECK(fingerprint(s) == fingerprint(off));
}

TEST_CASE("entry follows the state's support in proportion", "[process]") {
  // The only means are grants, so the state's share of them is 1 whenever there was an approval in the epoch.
  Scenario s = trainers(40);
  s.mechanisms.subsidies = s.mechanisms.entry = true;
  make_all_file(s);
  north(s).stages[0].rule.review = constant(0);
  s.classes[0].training = exponential(20);
  s.classes[0].project_cost = 0;
  s.run.horizon = Days{30 * days_per_year};
  north(s).population.entry_rate_per_year = 30;
  north(s).population.profit_response = 0;
  north(s).population.exit_hazard_per_year = 1;
  s.mechanisms.exit = true;
  north(s).subsidies.grant = 1;
  const double response = GENERATE(0.0, 1.0, 2.5);
  north(s).population.subsidy_response = response;
  Simulation sim = start(s, {8, 0});
  finish(sim);
  const double expected = 30 * 30 * (1 + response), entries = static_cast<double>(sim.world.blocs[0].tally.entries);
  const double z = (entries - expected) / std::sqrt(expected);  // Poisson; power: 20 % of the response is 4 z and more
  std::printf("  entry by support: %.0f, expected %.0f, z %+.2f\n", entries, expected, z);
  CHECK(std::abs(z) < 4);
}

TEST_CASE("supply limit: an order counts once, however many projects its vendor began in the epoch", "[process]") {
  const double days = GENERATE(10.0, 7.0, 29.0);
  Scenario s = trainers(1);
  s.mechanisms.supply_limit = true;
  s.classes[0].training = constant(days);
  s.classes[0].capital = constant(1000);
  s.run.horizon = Days{61};
  north(s).supply.capacity_per_year = 1.1 * days_per_year;  // 33 M$ in an epoch, more than all projects take: 6 each
  Simulation sim = start(s, {1, 0});
  run_to(sim, EventKind::market_epoch);
  const double begun = 1 + std::floor(30 / days);  // the last of them is not finished when its order is cleared
  CHECK(compute(sim).price == 1);
  CHECK_THAT(compute(sim).bought, WithinRel(begun * 6, 1e-12));
  finish(sim);
  CHECK(sim.world.vendors[0].spend_oom == 0);
}

TEST_CASE("supply limit: where money does not count neither does its want, and next to that it hardly does",
          "[process]") {
  const double elasticity = GENERATE(0.0, 1e-9);
  const double capacity = GENERATE(1.0, 1e-300, 1e8);
  Scenario s = trainers(20);
  s.mechanisms.supply_limit = true;
  s.classes[0].training = constant(GENERATE(5.0, 45.0));  // told on the way, and at the end of the epoch
  s.classes[0].capital = constant(GENERATE(0.0, 1e5));    // some have nothing to spend either
  north(s).supply.budget_elasticity = elasticity;
  north(s).supply.capacity_per_year = capacity;
  Simulation sim = start(s, {1, 0});
  finish(sim);
  for (const Vendor& v : sim.world.vendors) CHECK_THAT(v.spend_oom, WithinAbs(0, 25 * elasticity));
}
