/// Use that is ordered: how much, whose, and that quality has no say in it.

#include "sim/process/market/mandates.h"

#include <cmath>

#include "tests/catch.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Vendors of different designs, half of them state-linked, in two domains of equal demand; the second is under orders.
Scenario ordering(double share) {
  Scenario s = plain(8);
  s.mechanisms.market = s.mechanisms.mandates = true;
  s.technology.fitness_oom = 5;
  s.domains.push_back({"offices", {}});
  s.run.horizon = Days{365};
  BlocRules& b = north(s);
  b.population.affiliated_share = 0.5;
  b.market.epoch = Days{30};
  b.market.demand_per_year = 100;
  b.market.demand_growth_per_year = b.market.base_weight = 0;
  b.mandates = {share, {"offices"}, MandateFor::affiliated, MandateSplit::equal};
  return s;
}

Market::Columns shares(const Simulation& sim) {
  const Market& market = sim.world.blocs[0].market;
  return market.share.topRows(static_cast<Eigen::Index>(market.rows));
}

Market::Columns shares_after(const Scenario& s) {
  Simulation sim = start(s, {2, 0});
  finish(sim);
  return shares(sim);
}

}  // namespace

TEST_CASE("mandates: a share of 0 is off, to the bit", "[process]") {
  Scenario s = ordering(0);
  const auto on = fingerprint(s);
  s.mechanisms.mandates = false;
  CHECK(fingerprint(s) == on);
  s.mechanisms.mandates = true;
  north(s).mandates.share = 0.5;
  CHECK(fingerprint(s) != on);
}

TEST_CASE("mandates: at 1 use is split evenly over the eligible, whatever anybody offers", "[process]") {
  Scenario s = ordering(1);
  north(s).market.quality_weight = GENERATE(0.0, 4.0, 40.0);
  Simulation sim = start(s, {2, 0});
  CHECK(run_and_look(sim) == "");
  const Market::Columns use = shares(sim);
  int eligible = 0;
  for (const Vendor& v : sim.world.vendors) eligible += v.affiliated;
  REQUIRE(eligible > 1);
  REQUIRE(eligible < 8);
  for (const Vendor& v : sim.world.vendors) CHECK(use(v.offer.value, 1) == (v.affiliated ? 1.0 / eligible : 0.0));
  // The other domain is left to the market.
  Scenario off = s;
  off.mechanisms.mandates = false;
  CHECK((use.col(0) == shares_after(off).col(0)).all());
}

TEST_CASE("mandates: between 0 and 1 use is the mixture of both, and the tally knows what each part meets",
          "[process]") {
  Scenario s = ordering(0.3), all = ordering(1), none = ordering(0);
  const Market::Columns mixed = shares_after(s), ordered = shares_after(all), chosen = shares_after(none);
  for (Eigen::Index i = 0; i < mixed.rows(); ++i)
    CHECK_THAT(mixed(i, 1), WithinAbs(0.7 * chosen(i, 1) + 0.3 * ordered(i, 1), 1e-15));
  Simulation sim = start(s, {2, 0});
  finish(sim);
  const BlocTally& t = sim.world.blocs[0].tally;
  CHECK_THAT(t.ordered_use, WithinRel(0.15 * t.use, 1e-12));
  CHECK_THAT(t.ordered_use + t.chosen_use, WithinRel(t.use, 1e-12));
  double q = 0, n = 0;
  for (const Vendor& v : sim.world.vendors)
    if (v.affiliated) q += sim.world.at(v.product).mean_q, n += 1;
  CHECK_THAT(t.ordered_q / t.ordered_use, WithinRel(q / n, 1e-9));
  CHECK(t.chosen_q / t.chosen_use > q / n);
}

TEST_CASE("mandates: where nobody is eligible the market serves all", "[process]") {
  Scenario s = ordering(0.6);
  north(s).population.affiliated_share = 0;
  Scenario off = s;
  off.mechanisms.mandates = false;
  CHECK((shares_after(s) == shares_after(off)).all());
}

TEST_CASE("mandates: approved and domestic models, and the split by contracts", "[process]") {
  MandateRule rule;
  rule.split = MandateSplit::equal;
  CHECK(mandate_weight(rule, {.approved = true}) == 1);
  CHECK(mandate_weight(rule, {.affiliated = true, .domestic = true, .contract_rate = 9}) == 0);
  rule.eligible = MandateFor::domestic;
  CHECK(mandate_weight(rule, {.domestic = true}) == 1);
  rule.eligible = MandateFor::affiliated;
  rule.split = MandateSplit::contracts;
  CHECK(mandate_weight(rule, {.affiliated = true, .contract_rate = 9}) == 9);
  CHECK(mandate_weight(rule, {.approved = true, .contract_rate = 9}) == 0);

  Scenario s = ordering(1);
  north(s).mandates.split = MandateSplit::contracts;
  Simulation sim = start(s, {2, 0});
  run_until(sim, 110);
  std::vector<double> rate;
  double sum = 0;
  for (Vendor& v : sim.world.vendors) {
    v.contract_rate = 1 + v.key % 3;
    sum += v.affiliated ? v.contract_rate : 0;
  }
  run_until(sim, 121);
  for (const Vendor& v : sim.world.vendors)
    CHECK_THAT(shares(sim)(v.offer.value, 1), WithinAbs(v.affiliated ? v.contract_rate / sum : 0, 1e-15));
}

TEST_CASE("mandates: ordered use is paid for, and teaches", "[process]") {
  Scenario s = ordering(1);
  s.mechanisms.finance = s.mechanisms.iterative_correction = true;
  s.domains[0].rule.demand_weight = 0;
  Simulation sim = start(s, {2, 0});
  CHECK(run_and_look(sim) == "");
  const Market& market = sim.world.blocs[0].market;
  for (const Vendor& v : sim.world.vendors) {
    CHECK((v.cash > Money::of(100 + 1)) == v.affiliated);
    CHECK((market.stock(v.offer.value, 1) > 0) == v.affiliated);
  }
}
