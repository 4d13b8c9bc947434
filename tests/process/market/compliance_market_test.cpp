/// Markets of regions that ask for different things: what is sold, ordered and bought by the state where.

#include <cmath>

#include "sim/policy/compliance_rule.h"
#include "sim/process/market/forks.h"
#include "sim/process/market/regions.h"
#include "sim/process/procurement/tenders.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"
#include "tests/process/market/regions_lab.h"

using namespace poldyn;
using namespace poldyn::lab;

TEST_CASE("compliance: a vendor sells where it is deployed, and demand of a region is conserved", "[process]") {
  Scenario s = busy_regions();
  Simulation sim = start(s, {3, 0});
  std::size_t epochs = 0, closed = 0, empty = 0;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::market_epoch) return;
    ++epochs;
    const Bloc& bloc = world.blocs[0];
    const Market& m = bloc.market;
    for (std::size_t g = 0; g < bloc.groups.size(); ++g)
      for (std::size_t d = 0; d < world.domains; ++d) {
        const auto segment = static_cast<Eigen::Index>(g * world.domains + d);
        double sum = 0, rows = 0;
        for (std::uint32_t row = 0; row < m.rows; ++row) {
          const bool there = serves(bloc, OfferRow{row}, static_cast<GroupIndex>(g));
          const double share = m.by_region.share(row, segment);
          rows += there;
          closed += !there;
          if (!there) CHECK(share == 0);
          sum += share;
        }
        empty += rows == 0;
        CHECK_THAT(sum, WithinAbs(rows > 0 ? 1 : 0, 1e-9));
      }
    for (std::size_t d = 0; d < world.domains; ++d) {
      double served = 0, sum = 0;
      for (std::size_t g = 0; g < bloc.groups.size(); ++g)
        for (std::uint32_t row = 0; row < m.rows; ++row)
          if (serves(bloc, OfferRow{row}, static_cast<GroupIndex>(g))) {
            served += bloc.groups[g].demand;
            break;
          }
      for (std::uint32_t row = 0; row < m.rows; ++row) sum += m.share(row, static_cast<Eigen::Index>(d));
      CHECK_THAT(sum, WithinAbs(served, 1e-9));
    }
  });
  CHECK(epochs > 70);
  CHECK(closed > 1000);
}

TEST_CASE("compliance: vendors that are alike and everywhere share each region alike", "[process]") {
  Scenario s = two_regions(6);
  Simulation sim = start(s, key_with(s, 1));
  finish(sim);
  const Market& m = sim.world.blocs[0].market;
  REQUIRE(m.rows == 6);
  for (std::uint32_t row = 0; row < 6; ++row)
    for (Eigen::Index segment = 0; segment < 2; ++segment) CHECK(m.by_region.share(row, segment) > 0.1);
  double sum = 0;
  for (std::uint32_t row = 0; row < 6; ++row) sum += m.share(row, 0);
  CHECK_THAT(sum, WithinAbs(1, 1e-12));
}

TEST_CASE("compliance: without noise a vendor serves what pays, to the dollar, and leaves what does not", "[process]") {
  Scenario s = two_regions();
  north(s).compliance.choice_noise = 0;
  north(s).compliance.payback = Days{365.25};
  north(s).compliance.fork_cost = 3;
  north(s).compliance.upkeep_per_year = 2;
  north(s).market.demand_growth_per_year = 0;
  // Alone at home it expects all of the other region: half of demand at margin 1.
  const double least = 2 * (3 + 2);
  const double off = GENERATE(-1e-9, 1e-9);
  north(s).market.demand_per_year = least * (1 + off);
  Simulation sim = start(s, key_with(s, 1));
  finish(sim);
  CHECK(sim.world.blocs[0].tally.regions_entered == (off > 0 ? 1 : 0));
  CHECK(yard(sim).forks.size() == (off > 0 ? 1 : 0));
  // Demand that falls is left when it no longer pays a rebuild and upkeep.
  north(s).market.demand_per_year = 2 * least;
  north(s).market.demand_growth_per_year = -1;
  Simulation falling = start(s, key_with(s, 1));
  std::optional<double> left;
  watch(falling, [&](const Event& event, const World& world) {
    if (world.blocs[0].tally.regions_left == 1 && !left) left = in_days(event.at);
  });
  // Asked at each project's start: the first at or after ln 2 years.
  REQUIRE(left);
  CHECK(*left == 300);
  CHECK(yard(falling).forks.empty());
  CHECK(falling.world.blocs[0].market.by_region.share.row(0).minCoeff() == 0);
}

TEST_CASE("compliance: the share of vendors that serve a region is the logit of income over cost", "[process]") {
  Scenario s = two_regions(3000);
  s.mechanisms.market = false;
  s.mechanisms.procurement = true;
  BlocRules& b = north(s);
  b.procurement.tenders_per_year = 1e-6;
  b.procurement.value = constant(1e10);  // an income that vendors expect and, in this time, never get
  b.procurement.length = constant(days_per_year);
  b.procurement.registered_only = true;
  b.compliance.choice_noise = 0.5;
  b.compliance.upkeep_per_year = 1;
  b.compliance.fork_cost = 0;
  b.compliance.requirements = 64;  // so that the two differ
  s.run.horizon = Days{101};
  // At each release the vendor expects an equal share of 1e4 M$, halved for the region: all but the first see others.
  double expected = 0, variance = 0, entered = 0;
  for (std::uint32_t i = 0; i < 8; ++i) {
    Simulation sim = start(s, {8, i});
    REQUIRE(bits_between_regions(sim) > 0);
    double rows = 0;
    watch(sim, [&](const Event& event, const World&) {
      if (kind_of(event) != EventKind::deployed) return;
      const double income = 0.5 * 1e4 / ++rows, chance = income * income / (1 + income * income);
      expected += chance;
      variance += chance * (1 - chance);
    });
    REQUIRE(rows == 3000);
    entered += static_cast<double>(sim.world.blocs[0].tally.regions_entered);
  }
  CHECK(std::abs(z_score("vendors that serve the other region", entered, std::sqrt(variance), expected)) < most_z);
  CHECK(4 * std::sqrt(variance) < 0.01 * expected);  // power: without noise all would
}

TEST_CASE("compliance: orders go to who is eligible and deployed there, and where nobody is users choose",
          "[process]") {
  // State-linked vendors have their home in the first region only; all of the use is ordered from such.
  const auto run_with = [](double upkeep) {
    Scenario s = two_regions(8);
    s.mechanisms.mandates = true;
    s.technology.fitness_oom = 5;
    s.run.horizon = Days{400};
    BlocRules& b = north(s);
    b.market.demand_growth_per_year = b.market.base_weight = 0;
    b.mandates = {1, {}, MandateFor::affiliated, MandateSplit::equal};
    b.compliance.upkeep_per_year = upkeep;
    b.compliance.choice_noise = 0;
    Simulation sim = start(s, key_with(s, 1));
    run_until(sim, 1);
    for (Vendor& vendor : sim.world.vendors) vendor.affiliated = vendor.region == RegionId{0};
    finish(sim);
    CHECK(what_is_wrong(sim) == "");
    return sim;
  };
  const auto count_home = [](const Simulation& sim, std::size_t region) {
    const auto& vendors = sim.world.vendors;
    return std::count_if(vendors.begin(), vendors.end(), [&](const Vendor& v) { return v.region == RegionId{region}; });
  };
  const Simulation apart = run_with(1e6);  // nobody leaves home
  const Market& m = apart.world.blocs[0].market;
  const auto linked = count_home(apart, 0), others = count_home(apart, 1);
  REQUIRE(linked > 1);
  REQUIRE(others > 1);
  double most = 0, sum = 0;
  for (std::uint32_t row = 0; row < m.rows; ++row) {
    const bool eligible = apart.world.at(m.vendor[row]).affiliated;
    CHECK_THAT(m.by_region.share(row, 0), WithinAbs(eligible ? 1.0 / static_cast<double>(linked) : 0, 1e-12));
    if (eligible) CHECK(m.by_region.share(row, 1) == 0);
    most = std::max(most, m.by_region.share(row, 1));
    sum += m.by_region.share(row, 1);
  }
  CHECK_THAT(sum, WithinAbs(1, 1e-9));
  CHECK(most > 1.2 / static_cast<double>(others));  // they choose: the better one has more
  CHECK_THAT(tally_of(apart).ordered_use / tally_of(apart).use, WithinRel(0.5, 1e-9));
  const Simulation everywhere = run_with(0);
  const Market& all = everywhere.world.blocs[0].market;
  for (std::uint32_t row = 0; row < all.rows; ++row)
    for (const Eigen::Index region : {0, 1})
      CHECK_THAT(
          all.by_region.share(row, region),
          WithinAbs(everywhere.world.at(all.vendor[row]).affiliated ? 1.0 / static_cast<double>(linked) : 0, 1e-12));
}

TEST_CASE("compliance: a tender is won by a vendor that is deployed in its region", "[process]") {
  Scenario s = busy_regions();
  s.mechanisms.acquisitions = false;  // whoever buys a vendor takes over contracts that it could not win
  north(s).procurement.tenders_per_year = 200;
  Simulation sim = start(s, {3, 0});
  std::size_t awards = 0, abroad = 0, wrong = 0;
  std::vector<double> rate;  // under contract before the tender, by vendor
  watch(sim, [&](const Event& event, const World& world) {
    const Bloc& bloc = world.blocs[0];
    rate.resize(world.vendors.size());
    for (std::size_t i = 0; i < rate.size(); ++i) {
      const Vendor& v = world.vendors[i];
      if (kind_of(event) == EventKind::tender_opens && v.contract_rate != rate[i]) {
        const GroupIndex group = group_of(bloc, world.contracts[v.contracts].region);  // the latest comes first
        ++awards;
        abroad += group != group_of(bloc, v.region);
        wrong += !serves(bloc, v.offer, group);
      }
      rate[i] = v.contract_rate;
    }
  });
  CHECK(awards == sim.world.blocs[0].tally.tenders);
  CHECK(awards > 500);
  CHECK(abroad > 50);
  CHECK(abroad < awards);
  CHECK(wrong == 0);
  // Nobody can serve another region: then nobody from elsewhere wins there.
  north(s).compliance.fork_cost = 1e6;
  Simulation home = start(s, {3, 0});
  watch(home, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::tender_opens) return;
    for (const Vendor& v : world.vendors)
      for (ContractId c = v.contracts; c; c = world.contracts[c].next)
        wrong += group_of(world.blocs[0], world.contracts[c].region) != group_of(world.blocs[0], v.region);
  });
  CHECK(home.world.blocs[0].tally.tenders > 500);
  CHECK(wrong == 0);
}
