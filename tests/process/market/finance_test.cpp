/// Money: luck, contracts, failure, and fees between vendors.

#include <cmath>
#include <vector>

#include "sim/process/procurement/contracts.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

constexpr double half_a_dollar = 0.5e-6;  // M$

Scenario moneyed(std::int64_t vendors = 1) {
  Scenario s = plain(vendors);
  s.mechanisms.finance = true;
  return s;
}

}  // namespace

TEST_CASE("finance: luck alone makes log cash a random walk", "[process]") {
  Scenario s = moneyed(4'000);  // GIBRAT-1: standard deviation 0.1 a period, 100 periods, equal start
  s.finance.shock_sd = 0.1;
  s.classes[0].training = constant(36525);
  north(s).market.epoch = Days{1};
  s.run.horizon = Days{100};
  Simulation sim = start(s, {21, 0});
  finish(sim);
  Moments size;
  for (const Vendor& v : sim.world.vendors) size.add(std::log(v.cash.millions() / 100));
  CHECK(std::abs(z_score("GIBRAT-1 variance of log cash", size.variance(), size.variance_se(), 1)) < most_z);
  CHECK(std::abs(z_score("  its mean", size.mean(), size.mean_se(), 0)) < most_z);
  CHECK(4 * size.variance_se() < 0.1);
}

TEST_CASE("finance: a contract pays for exactly its time, wherever epochs fall", "[process]") {
  Scenario s = moneyed();
  north(s).market.epoch = Days{30};
  s.run.horizon = Days{300};
  const double begins = GENERATE(1.0, 17.3, 30.0, 59.9, 60.0), length = GENERATE(0.5, 12.0, 30.0, 95.2, 239.0);
  Simulation sim = start(s, {1, 0});
  run_until(sim, begins);
  start_contract(sim, VendorId{0}, RegionId{0}, 7, length);
  if (length > 20) start_contract(sim, VendorId{0}, RegionId{0}, 5, 20);  // and a second one at the same time
  finish(sim);
  const Money paid = sim.world.vendors[0].cash - Money::of(100);
  const double second = length > 20 ? 5 * 20 : 0;
  CHECK(paid == Money::of((7 * length + second) / days_per_year));  // to the dollar, over however many epochs
  CHECK(sim.world.vendors[0].contract_rate == 0);
  CHECK(sim.world.contracts.alive() == 0);
}

TEST_CASE("finance: margin, running cost and project cost are booked once each", "[process]") {
  Scenario s = moneyed();
  s.classes[0].margin = 0.4;
  s.classes[0].operating_cost_per_year = 3;
  s.classes[0].project_cost = 2;
  s.classes[0].training = constant(70);
  s.run.horizon = Days{300};
  north(s).market.epoch = Days{30};
  Simulation sim = start(s, {1, 0});
  run_to(sim, EventKind::vendor_enters);
  start_contract(sim, VendorId{0}, RegionId{0}, 50, 36525);
  finish(sim);
  const double years = 300 / days_per_year;
  // Every flow is rounded once, to the nearest dollar: at 10 epochs the cost of serving and of running.
  CHECK_THAT(sim.world.vendors[0].cash.millions(),
             WithinAbs(100 + 0.4 * 50 * years - 3 * years - 2 * 5, 21 * half_a_dollar));
}

TEST_CASE("finance: project spending is a share of the cash, and compute follows its logarithm", "[process]") {
  Scenario s = moneyed();
  s.classes[0].project_cost = 2;
  s.finance.project_share = 0.2;
  north(s).supply.budget_elasticity = 0.5;
  s.run.horizon = Days{50};
  Simulation sim = start(s, {1, 0});
  finish(sim);
  CHECK(sim.world.vendors[0].cash == Money::of(80));
  CHECK_THAT(sim.world.vendors[0].spend_oom, WithinRel(0.5 * std::log10(20.0 / 2), 1e-12));
}

TEST_CASE("finance: a vendor leaves at the first epoch that finds it without cash", "[process]") {
  Scenario s = moneyed(3);
  s.mechanisms.exit = true;
  s.classes[0].capital = constant(10);
  s.classes[0].operating_cost_per_year = 31;  // broke after 117.8 days, by 0.19 M$ at 120
  north(s).market.epoch = Days{30};
  Simulation sim = start(s, {1, 0});
  const auto left = run_to(sim, EventKind::vendor_fails);
  REQUIRE(left);
  CHECK(in_days(left->at) == 120);
  finish(sim);
  CHECK(sim.world.blocs[0].vendors == 0);
  s.mechanisms.exit = false;
  Simulation stays = start(s, {1, 0});
  finish(stays);
  CHECK(stays.world.blocs[0].vendors == 3);
}

namespace {

Money sum_of_cash(const World& world) {
  Money sum;
  for (const Vendor& v : world.vendors) sum += v.cash;
  return sum;
}

}  // namespace

TEST_CASE("finance: fees for closed bases move money between vendors and make none", "[process]") {
  Scenario s = moneyed(12);
  s.mechanisms.market = s.mechanisms.adoption = s.mechanisms.exit = true;
  north(s).population.class_shares = {1, 0, 1};
  s.classes[2].unmodified = true;
  s.classes[2].training = constant(40);
  s.classes[0].compute_oom = 1;
  s.run.horizon = Days{1000};
  const auto run_with = [&](double fee) {
    north(s).openness.api_fee = fee;
    Simulation sim = start(s, {6, 0});
    finish(sim);
    return sim;
  };
  const Simulation with = run_with(0.3), without = run_with(0);
  CHECK(sum_of_cash(with.world) == sum_of_cash(without.world));
  double moved = 0;
  for (std::size_t i = 0; i < with.world.vendors.size(); ++i) {
    const Vendor &a = with.world.vendors[i], &b = without.world.vendors[i];
    moved += std::abs((a.cash - b.cash).millions());
    if (a.cls == VendorClass::frontier)
      CHECK(a.cash >= b.cash);
    else
      CHECK_THAT(a.cash.millions() - 100,  // sales are their only income; a fee is rounded at each of 33 epochs
                 WithinAbs(0.7 * (b.cash.millions() - 100), 2 * 33 * half_a_dollar));
  }
  CHECK(moved > 1);
}
