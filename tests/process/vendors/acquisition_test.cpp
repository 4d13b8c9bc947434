/// Vendors without cash are bought instead of vanishing.

#include <array>
#include <cmath>
#include <vector>

#include "sim/process/procurement/contracts.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Frontier vendors live for ever; derivative ones run out of cash at the fourth epoch.
Scenario failing(std::int64_t vendors) {
  Scenario s = plain(vendors);
  s.mechanisms.finance = s.mechanisms.exit = s.mechanisms.market = s.mechanisms.acquisitions = true;
  s.mechanisms.iterative_correction = true;
  north(s).population.class_shares = {1, 1, 0};
  s.classes[1].operating_cost_per_year = 500;
  s.classes[1].capital = constant(140);
  s.classes[1].training = s.classes[0].training = constant(40);
  north(s).market.epoch = Days{30};
  north(s).market.demand_per_year = 10;
  s.run.horizon = Days{300};
  s.learning.feedback_scale = 1000;
  return s;
}

struct Sums {
  double users = 0, stock = 0, hardening = 0;
};

Sums sums(const World& world) {
  const Market& m = world.blocs[0].market;
  Sums all;
  for (std::uint32_t row = 0; row < m.rows; ++row) {
    all.users += m.share(row, 0);
    all.stock += m.stock(row, 0);
    all.hardening += m.hardening(row);
  }
  return all;
}

}  // namespace

TEST_CASE("acquisitions: at probability 1 every insolvent exit is one, and users are conserved", "[process]") {
  Scenario s = failing(30);
  north(s).acquisitions.probability = north(s).acquisitions.users_kept = 1;
  north(s).acquisitions.experience_kept = 1;
  Simulation sim = start(s, {1, 0});
  Sums before;
  std::size_t exits = 0;
  watch(sim, [&](const Event& event, const World& world) {
    const Sums now = sums(world);
    if (kind_of(event) == EventKind::vendor_fails) {
      ++exits;
      CHECK(std::abs(now.users - before.users) < 1e-12);
      CHECK_THAT(now.stock, WithinRel(before.stock, 1e-12));
      CHECK(std::abs(now.users - 1) < 1e-12);
    }
    before = now;
  });
  const BlocTally& t = sim.world.blocs[0].tally;
  CHECK(exits > 8);
  CHECK(t.exits == exits);
  CHECK(t.acquired == exits);
  CHECK(before.stock > 0);
  CHECK(lab::what_is_wrong(sim) == "");
}

TEST_CASE("acquisitions: the share of experience that is kept holds for what is learned and for what is under way",
          "[process]") {
  const double kept = GENERATE(0.0, 0.25, 1.0);
  Scenario s = failing(30);
  s.mechanisms.public_failure = true;
  s.channel[1].delay = s.channel[2].delay = Days{200};
  north(s).acquisitions.probability = north(s).acquisitions.users_kept = 1;
  north(s).acquisitions.experience_kept = kept;
  Simulation sim = start(s, {1, 0});
  run_to(sim, EventKind::vendor_fails);
  const World& world = sim.world;
  const Market& market = world.blocs[0].market;
  const auto column = [&](std::size_t which, Eigen::Index row) {
    return which == 0   ? market.stock(row, 0)
           : which == 1 ? market.hardening(row)
                        : market.underway(row, static_cast<Eigen::Index>(which - 2));
  };
  std::size_t sold = 0;
  for (std::size_t i = 0; i < 5; ++i) {
    std::vector<std::array<double, 6>> had(world.vendors.size());
    for (std::uint32_t row = 0; row < market.rows; ++row)
      for (std::size_t c = 0; c < 6; ++c) had[market.vendor[row].value][c] = column(c, row);
    const auto exit = run_to(sim, EventKind::vendor_fails);
    if (!exit) break;
    std::array<double, 6> gained{};
    for (std::uint32_t row = 0; row < market.rows; ++row)
      for (std::size_t c = 0; c < 6; ++c) gained[c] += column(c, row) - had[market.vendor[row].value][c];
    for (std::size_t c = 0; c < 6; ++c) CHECK_THAT(gained[c], WithinAbs(kept * had[exit->what.subject][c], 1e-9));
    CHECK(had[exit->what.subject][1] > 0);
    CHECK(had[exit->what.subject][3] > 0);
    CHECK(had[exit->what.subject][4] > 0);
    ++sold;
  }
  CHECK(sold == 5);
}

TEST_CASE("acquisitions: at probability 0, or with nobody richer, an exit is only that", "[process]") {
  Scenario s = failing(30);
  Scenario off = s;
  off.mechanisms.acquisitions = false;
  north(s).acquisitions.probability = 0;
  CHECK(fingerprint(s) == fingerprint(off));
  Scenario poor = failing(30);
  north(poor).acquisitions.probability = 1;
  north(poor).population.class_shares = {0, 1, 0};  // all fail at once: nobody has cash
  Simulation sim = start(poor, {1, 0});
  finish(sim);
  CHECK(sim.world.blocs[0].tally.exits == 30);
  CHECK(sim.world.blocs[0].tally.acquired == 0);
}

TEST_CASE("acquisitions: the share of exits that are acquisitions is the probability", "[process]") {
  Scenario s = failing(4000);
  north(s).acquisitions.probability = 0.3;
  double n = 0, bought = 0;
  for (std::uint32_t i = 0; i < 4; ++i) {
    Simulation sim = start(s, {4, i});
    finish(sim);
    n += static_cast<double>(sim.world.blocs[0].tally.exits);
    bought += static_cast<double>(sim.world.blocs[0].tally.acquired);
  }
  REQUIRE(n > 7000);
  CHECK(std::abs(z_score("share of exits bought", bought / n, std::sqrt(0.3 * 0.7 / n), 0.3)) < most_z);
  CHECK(4 * std::sqrt(0.3 * 0.7 / n) < 0.025);  // power
}

TEST_CASE("acquisitions: the buyer pays, gets contracts with what they owe, and the fitter design", "[process]") {
  Scenario s = failing(2);
  s.mechanisms.market = false;
  s.run.horizon = Days{200};
  s.classes[1].training = s.classes[0].training = constant(1000);  // designs stay
  north(s).acquisitions = {1, 1, 1, true, 2};
  Simulation sim = start(s, {GENERATE(1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U), 0});
  run_to(sim, EventKind::market_epoch);
  std::uint32_t poor = 0;
  while (poor < 2 && sim.world.vendors[poor].cls != VendorClass::derivative) ++poor;
  if (poor == 2 || sim.world.vendors[1 - poor].cls == VendorClass::derivative) return;  // two of a kind
  run_until(sim, 50);
  start_contract(sim, VendorId{poor}, RegionId{0}, 6, 100);
  Vendor before[2] = {sim.world.vendors[0], sim.world.vendors[1]};
  REQUIRE(run_to(sim, EventKind::vendor_fails));
  const Vendor& buyer = sim.world.vendors[1 - poor];
  CHECK(sim.world.blocs[0].tally.acquired == 1);
  CHECK(buyer.cash == Money::of(100 - 2 * 6));
  CHECK(buyer.contract_rate == 6);
  CHECK(sim.world.blocs[0].contracts == 1);
  CHECK(buyer.fitness == std::max(before[0].fitness, before[1].fitness));
  CHECK(buyer.design == before[before[1].fitness > before[0].fitness].design);
  finish(sim);
  const Books& books = sim.world.blocs[0].books;
  // Whoever is paid, a contract pays for exactly its time.
  CHECK_THAT(books.heading[static_cast<std::size_t>(Heading::state_contracts)].millions(),
             WithinAbs(6 * 100 / days_per_year, 1.01e-6));
  CHECK(lab::what_is_wrong(sim) == "");
}
