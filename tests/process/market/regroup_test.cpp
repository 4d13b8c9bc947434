/// What regions ask for changes in mid-run: who stays where, and what has to be fitted when.

#include <bit>
#include <cmath>
#include <map>

#include "sim/policy/contradictions.h"
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

namespace {

using Zones = std::vector<double>;

/// Regions that ask for the same until a change.
Scenario regions(std::int64_t count, std::int64_t vendors = 1) {
  Scenario s = free_forks(count, vendors);
  s.mechanisms.policy = true;
  north(s).compliance.heterogeneity = 0;
  north(s).compliance.rebuild_share = 0.5;
  s.run.horizon = Days{500};
  return s;
}

Scenario rich() {
  Scenario s = four_regions();
  s.mechanisms.incidents = true;
  north(s).market.demand_per_year = 2000;
  return s;
}

PolicyRule& change(Scenario& s, double day, std::string_view key, Value value, double until = 0) {
  PolicyRule policy;
  policy.at = Days{day};
  policy.until = Days{until};
  policy.edits.push_back({"bloc.north.compliance." + std::string(key), EditKind::set, std::move(value)});
  s.policies.push_back(policy);
  for (const Fault& fault : contradictions(s)) FAIL(fault.path << ": " << fault.message);
  return s.policies.back();
}

const Bloc& bloc_of(const Simulation& sim) { return sim.world.blocs[0]; }

/// By region: what it asks for.
std::vector<std::uint64_t> asked(const Bloc& bloc) {
  std::vector<std::uint64_t> bits;
  for (std::size_t r = 0; r < bloc.regions; ++r)
    bits.push_back(bloc.groups.empty() ? 0 : bloc.groups[bloc.group_of[r]].requirements);
  return bits;
}

/// Share of the demand of one region in a domain.
double share_in(const World& world, const Bloc& bloc, std::size_t row, std::size_t region, std::size_t d) {
  const auto at = static_cast<Eigen::Index>(row), domain = static_cast<Eigen::Index>(d);
  if (bloc.groups.empty()) return bloc.market.share(at, domain);
  return bloc.market.by_region.share(at, static_cast<Eigen::Index>(bloc.group_of[region] * world.domains) + domain);
}

/// A key under which all of the regions ask for different things at heterogeneity 1.
RunKey key_apart(Scenario s) {
  s.policies.clear();
  north(s).compliance.heterogeneity = 1;
  north(s).compliance.zones.clear();
  for (std::uint32_t i = 0;; ++i)
    if (const Simulation sim = start(s, {7, i}); bloc_of(sim).groups.size() == bloc_of(sim).regions) return {7, i};
}

/// Whether a run's metrics are those of another, to the bit; those of policies have other lengths where there are
/// others.
std::size_t differences(const RunResult& a, const RunResult& b) {
  std::size_t differ = 0;
  const auto compare = [&](std::span<const MetricRow> rows, const std::vector<std::vector<double>>& x,
                           const std::vector<std::vector<double>>& y) {
    for (std::size_t m = 0; m < x.size(); ++m)
      for (std::size_t i = 0; rows[m].axis != Axis::policy && i < x[m].size(); ++i)
        differ += std::bit_cast<std::uint64_t>(x[m][i]) != std::bit_cast<std::uint64_t>(y[m][i]);
  };
  compare(sampled_metrics(), a.sampled, b.sampled);
  compare(total_metrics(), a.totals, b.totals);
  return differ;
}

}  // namespace

TEST_CASE("regroup: a change after which regions ask for the same as before changes nothing", "[process][policy]") {
  const RunResult never = simulate(rich(), {5, 0});
  Scenario s = rich();
  change(s, 1000, "heterogeneity", 0.5 + 1e-12);  // another rule, the same draws
  const RunResult nearly = simulate(s, {5, 0});
  CHECK(nearly.fingerprint == never.fingerprint);
  CHECK(differences(nearly, never) == 0);
  change(s, 1000, "heterogeneity", 0.9);
  CHECK(differences(simulate(s, {5, 0}), never) > 0);
}

TEST_CASE("regroup: users stay with what they use, each region for itself, to rounding", "[process][policy]") {
  const auto [key, value] = GENERATE(table<std::string, Value>({
      {"heterogeneity", 1.0},
      {"heterogeneity", 0.0},
      {"zones", Zones{0, 0, 2, 3}},
      {"zones", Zones{0, 7, 7, 7}},
      {"zones", Zones{4, 4, 5, 5}},
  }));
  INFO(key);
  Scenario s = rich();
  north(s).compliance.requirements = 40;
  north(s).compliance.upkeep_per_year = 0.02;
  change(s, 1005, key, value);
  Simulation sim = start(s, {3, 0});
  run_until(sim, 1004.999);
  const World before = sim.world;
  const Bloc& was = before.blocs[0];
  REQUIRE(was.groups.size() == 4);
  REQUIRE(was.market.rows > 10);
  bool looked = false;
  double far = 0;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::policy_changes) return;
    looked = true;
    const Bloc& is = world.blocs[0];
    REQUIRE(is.market.rows == was.market.rows);
    CHECK(asked(is) != asked(was));
    for (std::size_t row = 0; row < is.market.rows; ++row)
      for (std::size_t d = 0; d < world.domains; ++d) {
        const auto at = static_cast<Eigen::Index>(row), domain = static_cast<Eigen::Index>(d);
        far = std::max(far, std::abs(is.market.share(at, domain) - was.market.share(at, domain)));
        // A group's share is the mean of those that its regions had, by demand.
        for (std::size_t r = 0; r < is.regions; ++r) {
          double sum = 0, demand = 0;
          for (std::size_t other = 0; other < is.regions; ++other) {
            const bool together = is.groups.empty() || is.group_of[other] == is.group_of[r];
            sum += together ? is.region_share[other] * share_in(before, was, row, other, d) : 0;
            demand += together ? is.region_share[other] : 0;
          }
          CHECK_THAT(share_in(world, is, row, r, d), WithinAbs(sum / demand, 1e-12));
        }
      }
  });
  CHECK(looked);
  CHECK(far < 1e-12);
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("regroup: what is in service stays until the next release, which is fitted as a first fork",
          "[process][policy]") {
  Scenario s = regions(2);
  change(s, 250, "heterogeneity", 1.0);
  Simulation sim = start(s, key_apart(s));
  run_until(sim, 249);
  CHECK(bloc_of(sim).groups.empty());
  CHECK(yard(sim).forks.empty());
  run_until(sim, 250);
  const Bloc& bloc = bloc_of(sim);
  REQUIRE(bloc.groups.size() == 2);
  const int from_common = std::popcount(bloc.groups[0].requirements ^ bloc.groups[1].requirements);
  REQUIRE(yard(sim).forks.size() == 1);
  const GroupIndex away = yard(sim).forks[0].group;
  CHECK(away == 1 - group_of(bloc, sim.world.vendors[0].region));
  CHECK(yard(sim).forks[0].live);
  CHECK(yard(sim).forks[0].serving.project == 2);
  CHECK(bloc.market.by_region.share.row(0).minCoeff() == 1);  // alone, and everywhere
  run_until(sim, 299);
  CHECK(!yard(sim).forks[0].building);
  run_until(sim, 300);  // the third release was made for home
  CHECK(sim.world.at(sim.world.vendors[0].product).project == 3);
  CHECK(yard(sim).forks[0].building);
  CHECK(yard(sim).forks[0].serving.project == 2);
  std::vector<SimTime> done;
  watch(sim, [&](const Event& event, const World&) {
    if (kind_of(event) == EventKind::fork_done) done.push_back(event.at);
  });
  const double days = 20 + 3.0 * from_common;
  REQUIRE(done.size() == 2);
  CHECK(done[0] == at_day(300 + days));      // a first one
  CHECK(done[1] == at_day(400 + days / 2));  // brought up to date
  CHECK(bloc.tally.regions_entered == 0);
  CHECK(bloc.tally.regions_left == 0);
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("regroup: a release that was made before the change is fitted to home, one under way is not",
          "[process][policy]") {
  Scenario s = regions(2);
  s.mechanisms.approval = true;
  make_all_file(s);  // 30 days of review
  s.vendors.works_ahead = false;
  const double day = GENERATE(120.0, 130.5);
  change(s, day, "heterogeneity", 1.0);
  Simulation sim = start(s, key_apart(s));
  run_until(sim, 131);
  const Bloc& bloc = bloc_of(sim);
  const std::uint64_t home = bloc.groups.at(group_of(bloc, sim.world.vendors[0].region)).requirements;
  const int bits = std::popcount(home);  // it was made for what regions had in common
  REQUIRE(bits > 0);
  const double wait = day < 130 ? 20 + 3 * bits : 0;
  std::optional<SimTime> deployed;
  if (sim.world.vendors[0].product) deployed = sim.world.at(sim.world.vendors[0].product).released;
  watch(sim, [&](const Event& event, const World&) {
    if (kind_of(event) == EventKind::deployed && !deployed) deployed = event.at;
  });
  REQUIRE(deployed);
  CHECK(*deployed == at_day(130 + wait));
  CHECK(bloc.tally.delay[static_cast<std::size_t>(Cause::fork)] == to_ticks(Days{wait}));
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("regroup: a build goes on if a group asks for what it is made for, and is dropped if none does",
          "[process][policy]") {
  Scenario s = regions(3);
  north(s).compliance.heterogeneity = 1;
  const RunKey key = key_apart(s);
  Simulation plan = start(s, key);
  run_until(plan, 101);
  const Bloc& bloc = bloc_of(plan);
  const std::size_t home = plan.world.vendors[0].region.value, stays = (home + 1) % 3, turns = (home + 2) % 3;
  const auto between = [&](std::size_t a, std::size_t b) {
    return std::popcount(bloc.groups[bloc.group_of[a]].requirements ^ bloc.groups[bloc.group_of[b]].requirements);
  };
  Zones zones{0, 1, 2};
  zones[turns] = 9;
  change(s, 110, "zones", zones);
  Simulation sim = start(s, key);
  run_until(sim, 109);
  CHECK(yard(sim).forks.size() == 2);
  run_until(sim, 110);
  REQUIRE(asked(bloc_of(sim))[turns] != asked(bloc)[turns]);
  REQUIRE(yard(sim).forks.size() == 1);
  CHECK(yard(sim).forks[0].group == bloc_of(sim).group_of[stays]);
  std::vector<SimTime> done;
  watch(sim, [&](const Event&, const World& world) {
    if (world.blocs[0].tally.forks > done.size()) done.push_back(sim.now());
  });
  REQUIRE(!done.empty());
  CHECK(done[0] == at_day(100 + 20 + 3.0 * between(home, stays)));
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("regroup: where a part of a new group had another version, that of the largest region stays",
          "[process][policy]") {
  Scenario s = rich();
  north(s).compliance.requirements = 40;
  north(s).compliance.upkeep_per_year = 1;
  north(s).compliance.choice_noise = 2;
  north(s).population.region_weights = {4, 1.2, 1.1, 1};
  change(s, 1005, "zones", Zones{0, 9, 9, 9});
  std::map<std::string, std::size_t> seen;
  std::size_t wrong = 0;
  for (std::uint32_t i = 0; i < 20; ++i) {
    Simulation sim = start(s, {3, i});
    run_until(sim, 1004.999);
    const Bloc was = bloc_of(sim);
    run_until(sim, 1005);
    const Bloc& is = bloc_of(sim);
    if (was.groups.size() < 4 || is.groups.size() != 2) continue;
    for (std::uint32_t row = 0; row < is.market.rows; ++row) {
      const Vendor& vendor = sim.world.at(is.market.vendor[row]);
      double expected = NAN;
      std::string from = "nowhere";
      for (const std::size_t r : {3U, 2U, 1U})
        if (const double had = was.market.by_region.released(row, was.group_of[r]); !std::isnan(had))
          expected = had, from = "region " + std::to_string(r);
      if (vendor.region.value > 0) expected = is.market.released_days(row), from = "home";
      ++seen[from];
      const double there = is.market.by_region.released(row, is.group_of[1]);
      wrong += std::isnan(expected) ? !std::isnan(there) : there != expected;
    }
    CHECK(what_is_wrong(sim) == "");
  }
  CHECK(wrong == 0);
  for (const char* from : {"home", "region 1", "region 2", "nowhere"}) {
    INFO(from);
    CHECK(seen[from] > 5);
  }
}

TEST_CASE("regroup: regions that ask for the same again are one market, and forks and their upkeep end",
          "[process][policy]") {
  Scenario s = rich();
  north(s).compliance.heterogeneity = 1;
  north(s).compliance.upkeep_per_year = 0.5;
  change(s, 1505, "heterogeneity", 0.0);
  Simulation sim = start(s, {3, 0});
  run_until(sim, 1505);
  const Bloc& bloc = bloc_of(sim);
  CHECK(bloc.groups.empty());
  CHECK(bloc.market.by_region.share.size() == 0);
  CHECK(bloc.tally.forks > 20);
  CHECK(bloc.tally.upkeep > 1);
  Money owed;  // what was kept is paid for, and no more than that
  for (const VendorForks& yard : sim.world.vendor_forks) {
    CHECK(yard.forks.empty());
    owed += Money::of(0.5 * in_years(yard.owed));
  }
  CHECK(owed > Money{});
  const std::uint64_t forks = bloc.tally.forks, entered = bloc.tally.regions_entered;
  const double upkeep = bloc.tally.upkeep;
  // From this state a run that knows no groups goes on alike, but for the upkeep that is still owed.
  const auto go_on = [&](bool on) {
    Simulation same = start(s, {3, 0});
    run_until(same, 1505);
    for (VendorForks& yard : same.world.vendor_forks) yard.owed = Ticks{};
    same.rules.mechanisms.compliance = on;
    same.world.vendor_forks.resize(1000);  // for builds that were dropped, of whoever is still to enter
    finish(same);
    return same;
  };
  const Simulation with = go_on(true), without = go_on(false);
  const Bloc &a = bloc_of(with), &b = bloc_of(without);
  CHECK(a.tally.releases > 100);
  CHECK(a.tally.releases == b.tally.releases);
  CHECK(a.tally.use == b.tally.use);
  CHECK(a.tally.research == b.tally.research);
  CHECK(a.tally.upkeep == upkeep);
  REQUIRE(a.market.rows == b.market.rows);
  const auto rows = static_cast<Eigen::Index>(a.market.rows);
  CHECK((a.market.share.topRows(rows) == b.market.share.topRows(rows)).all());
  CHECK(run_and_look(sim, 20) == "");
  CHECK(bloc.tally.forks == forks);
  CHECK(bloc.tally.regions_entered == entered);
  CHECK(bloc.tally.upkeep > upkeep);
  CHECK(bloc.tally.upkeep <= upkeep + owed.millions() + 1e-9);
}

TEST_CASE("regroup: from a change on it is as if regions had always asked for that", "[process][policy]") {
  Scenario never = rich(), late = rich(), always = rich();
  north(never).compliance.heterogeneity = north(late).compliance.heterogeneity = 0;
  north(always).compliance.heterogeneity = 0.7;
  const double year = days_per_year;
  change(late, 3 * year, "heterogeneity", 0.7);
  Simulation sim = start(late, {3, 0});
  run_until(sim, 3 * year - 1);
  CHECK(bloc_of(sim).tally.forks == 0);
  CHECK(bloc_of(sim).groups.empty());
  run_until(sim, 3 * year);
  const Simulation fresh = start(always, {3, 0});
  CHECK(bloc_of(sim).groups.size() == bloc_of(fresh).groups.size());
  CHECK(asked(bloc_of(sim)) == asked(bloc_of(fresh)));
  finish(sim);
  CHECK(bloc_of(sim).tally.forks > 20);
  CHECK(bloc_of(sim).tally.upkeep > 0);
  CHECK(what_is_wrong(sim) == "");
  // A change that ends brings back what regions asked for.
  Scenario between = always;
  change(between, 500, "zones", Zones{5, 5, 6, 1}, 1200);
  Simulation back = start(between, {3, 0});
  run_until(back, 600);
  CHECK(asked(bloc_of(back)) != asked(bloc_of(fresh)));
  run_until(back, 1200);
  CHECK(asked(bloc_of(back)) == asked(bloc_of(fresh)));
  CHECK(bloc_of(back).group_of == bloc_of(fresh).group_of);
}

TEST_CASE("regroup: books balance and the world hangs together under changes at dates and in steps",
          "[process][policy]") {
  for (std::uint32_t i = 0; i < 6; ++i) {
    Scenario s = rich();
    s.mechanisms.approval = i % 2 == 0;
    s.mechanisms.mandates = i % 3 == 0;
    north(s).mandates = {0.4, {}, MandateFor::domestic, MandateSplit::equal};
    s.vendors.works_ahead = i % 3 != 0;
    north(s).compliance.heterogeneity = 0.15 * i;
    s.run.horizon = Days{1500};
    change(s, 300, "zones", Zones{0, 0, 2, 3}, 700);
    change(s, 500, "heterogeneity", 1 - 0.2 * i, 1100).phase_in = Days{300};
    change(s, 600, "requirements", std::int64_t{64}, 900);
    change(s, 650, "heterogeneity", 0.0, 800);
    Simulation sim = start(s, {11, i});
    INFO("key " << i);
    CHECK(run_and_look(sim, 3) == "");
  }
}
