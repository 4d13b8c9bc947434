/// Regions that ask for different things: who needs a fork, what it takes, and what users get.

#include <bit>
#include <cmath>

#include "sim/policy/compliance_rule.h"
#include "sim/process/forks.h"
#include "sim/process/procurement.h"
#include "sim/process/regions.h"
#include "sim/run/simulate.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"
#include "tests/process/regions_lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Two regions that differ in some requirements.
Scenario two_regions(std::int64_t vendors = 1) {
  Scenario s = free_forks(2, vendors);
  north(s).compliance.heterogeneity = 1;
  north(s).compliance.rebuild_share = 1;
  s.run.horizon = Days{1000};
  return s;
}

/// Everything that a large bloc of four regions has.
Scenario rich() {
  Scenario s = four_regions();
  s.mechanisms.supply_limit = true;
  BlocRules& b = north(s);
  b.procurement.local = b.procurement.incumbency = 0;
  b.market.demand_per_year = 200;
  b.supply.capacity_per_year = 40;
  return s;
}

const BlocTally& tally_of(const Simulation& sim) { return sim.world.blocs[0].tally; }

int bits_between_regions(const Simulation& sim) {
  const Bloc& bloc = sim.world.blocs[0];
  return std::popcount(bloc.groups.at(0).requirements ^ bloc.groups.at(1).requirements);
}

/// A key whose two regions differ in at least `bits` requirements.
RunKey key_with(const Scenario& scenario, int bits) {
  for (std::uint32_t i = 0;; ++i)
    if (const Simulation sim(scenario, {7, i}); !sim.world.blocs[0].groups.empty() && bits_between_regions(sim) >= bits)
      return {7, i};
}

}  // namespace

TEST_CASE("compliance: regions that ask for the same make no forks, no cost and no delay", "[process]") {
  Scenario same = rich(), off = rich();
  north(same).compliance.heterogeneity = 0;
  off.mechanisms.compliance = false;
  CHECK(fingerprint(same) == fingerprint(off));
  Scenario zone = rich();  // all in one zone: whatever it asks for, every vendor is at home in it
  north(zone).compliance.zones = {3, 3, 3, 3};
  north(zone).compliance.heterogeneity = 1;
  CHECK(fingerprint(zone) == fingerprint(off));
  CHECK(fingerprint(rich()) != fingerprint(off));
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
    const Simulation sim(s, {2026, i});
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
    const Simulation a(low, {1, i}), b(high, {1, i});
    for (std::size_t g = 0; g < 2; ++g) {
      const std::uint64_t few = a.world.blocs[0].groups.at(g).requirements;
      CHECK((few & b.world.blocs[0].groups.at(g).requirements) == few);
    }
  }
}

TEST_CASE("compliance: a fork takes its time and money to the tick and the dollar", "[process]") {
  Scenario s = two_regions();
  s.mechanisms.finance = true;
  ComplianceRule& rule = north(s).compliance;
  rule.fork_cost = 2;
  rule.cost_per_bit = 0.25;
  rule.rebuild_share = 0.5;
  rule.choice_noise = 0;
  north(s).market.demand_per_year = 1000;
  s.classes[0].capital = constant(1000);
  s.run.horizon = Days{300};
  Simulation sim(s, key_with(s, 2));
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
  Simulation sim(s, key);
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
  Simulation sim(s, key_with(s, 1));
  std::vector<std::pair<double, std::uint32_t>> served;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::fork_done) return;
    const Bloc& bloc = world.blocs[0];
    const Fork& fork = world.fork_yards[0].forks.at(0);
    served.emplace_back(in_days(event.at), fork.serving.project);
    CHECK(bloc.market.by_region.quality(0, fork.group) == fork.serving.q[0]);
    CHECK(bloc.market.quality(0, 0) == world.at(world.vendors[0].product).q[0]);
    CHECK(bloc.market.by_region.quality(0, fork.group) <= bloc.market.quality(0, 0));
  });
  // Builds follow one another without a pause, each of the product as it was when the build began.
  const std::vector<std::pair<double, std::uint32_t>> expected{{255, 1}, {410, 2}, {565, 4}, {720, 5}, {875, 7}};
  CHECK(served == expected);
}

TEST_CASE("compliance: a vendor sells where it is deployed, and demand of a region is conserved", "[process]") {
  Scenario s = rich();
  Simulation sim(s, {3, 0});
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
  Simulation sim(s, key_with(s, 1));
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
  Simulation sim(s, key_with(s, 1));
  finish(sim);
  CHECK(sim.world.blocs[0].tally.regions_entered == (off > 0 ? 1 : 0));
  CHECK(yard(sim).forks.size() == (off > 0 ? 1 : 0));
  // Demand that falls is left when it no longer pays a rebuild and upkeep.
  north(s).market.demand_per_year = 2 * least;
  north(s).market.demand_growth_per_year = -1;
  Simulation falling(s, key_with(s, 1));
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
    Simulation sim(s, {8, i});
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

TEST_CASE("compliance: a base adopted from another region is fitted to home first, and the ledger says so",
          "[process]") {
  Scenario s = rich();
  north(s).compliance.heterogeneity = 1;
  Simulation sim(s, {3, 0});
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
    Simulation sim(s, key_with(s, 1));
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
  Scenario s = rich();
  s.mechanisms.acquisitions = false;  // whoever buys a vendor takes over contracts that it could not win
  north(s).procurement.tenders_per_year = 200;
  Simulation sim(s, {3, 0});
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
  Simulation home(s, {3, 0});
  watch(home, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::tender_opens) return;
    for (const Vendor& v : world.vendors)
      for (ContractId c = v.contracts; c; c = world.contracts[c].next)
        wrong += group_of(world.blocs[0], world.contracts[c].region) != group_of(world.blocs[0], v.region);
  });
  CHECK(home.world.blocs[0].tally.tenders > 500);
  CHECK(wrong == 0);
}

TEST_CASE("compliance: to split a region in two that ask for the same changes nothing", "[process]") {
  Scenario whole = rich(), split = rich();
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
  const Simulation sim(split, {5, 0});
  CHECK(sim.world.blocs[0].groups.size() == 4);
}

TEST_CASE("compliance: one more vendor or region leaves the time of every other fork as it was", "[process]") {
  const auto times = [](const Scenario& s) {
    Simulation sim(s, {9, 0});
    std::vector<Ticks> first(40);
    watch(sim, [&](const Event& event, const World& world) {
      if (kind_of(event) != EventKind::fork_done) return;
      const VendorId id{event.what.subject};
      for (const Fork& fork : world.fork_yards[id.value].forks)
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
    Scenario s = rich();
    s.mechanisms.approval = i % 2 == 0;
    s.vendors.works_ahead = i % 3 != 0;
    north(s).market.rule = i % 2 == 0 ? ShareRule::logit : ShareRule::replicator;
    north(s).compliance.heterogeneity = 0.2 * (i + 1) > 1 ? 1 : 0.2 * (i + 1);
    s.run.horizon = Days{1500};
    Simulation sim(s, {11, i});
    INFO("key " << i);
    CHECK(run_and_look(sim, 3) == "");
  }
}
