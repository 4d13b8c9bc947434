/// The books: every flow once, from whom, to whom, for what; and what happens to the ten groups.

#include <numeric>

#include "sim/process/core/bookkeeping.h"
#include "sim/process/procurement/contracts.h"
#include "tests/catch.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"
#include "tests/process/market/entries.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

Scenario booked(std::int64_t vendors = 1) {
  Scenario s = plain(vendors);
  s.mechanisms.finance = true;
  north(s).market.epoch = Days{30};
  s.run.horizon = Days{300};
  return s;
}

Money credited(const Simulation& sim, LedgerGroup group) { return books(sim).group[static_cast<std::size_t>(group)]; }
std::uint64_t active(const Simulation& sim, LedgerGroup group) {
  return books(sim).activity[static_cast<std::size_t>(group)];
}
Money got(const Simulation& sim, Account account) { return books(sim).received[static_cast<std::size_t>(account)]; }

}  // namespace

TEST_CASE("books: without costs and sales cash stays as it was, to the dollar", "[process]") {
  Scenario s = booked(5);
  s.classes[0].capital = lognormal(100, 1);
  Simulation sim = start(s, {3, 0});
  run_to(sim, EventKind::market_epoch);
  std::vector<Money> before;
  for (const Vendor& v : sim.world.vendors) before.push_back(v.cash);
  finish(sim);
  for (std::size_t i = 0; i < before.size(); ++i) CHECK(sim.world.vendors[i].cash == before[i]);
  CHECK(entered(sim, Heading::capital) == std::accumulate(before.begin(), before.end(), Money{}));
}

TEST_CASE("books: with margin 1 and no other cost, cash is capital and sales, to the dollar", "[process]") {
  Scenario s = booked(7);
  s.mechanisms.market = true;
  Simulation sim = start(s, {3, 0});
  finish(sim);
  Money cash;
  for (const Vendor& v : sim.world.vendors) cash += v.cash;
  CHECK(entered(sim, Heading::sales) > Money::of(1));
  CHECK(cash == Money::of(7 * 100) + entered(sim, Heading::sales));
  // Users pay what they use; each of 7 sellers' sales is rounded once an epoch.
  CHECK_THAT(entered(sim, Heading::sales).millions(), WithinAbs(sim.world.blocs[0].tally.use, 7 * 10 * 0.5e-6));
}

TEST_CASE("books: a project, a sale and a contract are split as the accounts say", "[process]") {
  Scenario s = booked();
  s.accounts = {0.25, 0.5, 0.1, 0.6, 0.3};
  s.classes[0].project_cost = 8;
  s.classes[0].training = constant(400);  // one project, which does not end
  s.classes[0].margin = 0.4;
  s.classes[0].operating_cost_per_year = 3;
  Simulation sim = start(s, {1, 0});
  run_to(sim, EventKind::vendor_enters);
  start_contract(sim, VendorId{0}, RegionId{0}, 50, 36525);
  finish(sim);
  const double years = 300 / days_per_year, contract = 50 * years, serving = 0.6 * contract, dollars = 20e-6;
  CHECK_THAT(entered(sim, Heading::state_contracts).millions(), WithinAbs(contract, dollars));
  CHECK_THAT(credited(sim, LedgerGroup::surveillance_analytics).millions(), WithinAbs(0.3 * contract, dollars));
  CHECK_THAT(credited(sim, LedgerGroup::government_integrators).millions(), WithinAbs(0.7 * contract, dollars));
  CHECK_THAT(got(sim, Account::hardware_makers).millions(), WithinAbs(2 + 0.1 * serving, dollars));
  CHECK_THAT(got(sim, Account::cloud_providers).millions(), WithinAbs(4 + 0.6 * serving, dollars));
  CHECK_THAT(got(sim, Account::suppliers).millions(), WithinAbs(0.3 * serving, dollars));
  CHECK_THAT(got(sim, Account::staff).millions(), WithinAbs(2 + 3 * years, dollars));
  CHECK(entered(sim, Heading::teams) == Money::of(2));
  CHECK(got(sim, Account::hardware_makers) == credited(sim, LedgerGroup::infrastructure_vendors));
  CHECK(got(sim, Account::cloud_providers) == credited(sim, LedgerGroup::cloud));
  CHECK(lab::what_is_wrong(sim) == "");
}

TEST_CASE("books: each attempt at a track costs its fee, and the fee goes to compliance services", "[process]") {
  Scenario s = booked();
  make_all_file(s);
  s.mechanisms.returns = true;
  s.run.horizon = Days{99.0 + 100};  // one filing in time
  StageRule& desk = north(s).stages[0].rule;
  desk.review = constant(10);
  desk.pass_probability = 0;
  desk.rectification = constant(5);
  desk.max_attempts = 4;
  north(s).tracks[0].rule.filing_cost = 0.7;
  Simulation sim = start(s, {1, 0});
  finish(sim);
  CHECK(active(sim, LedgerGroup::compliance_tooling) == 4);
  CHECK(entered(sim, Heading::compliance) == Money::of(2.8));
  CHECK(sim.world.vendors[0].cash == Money::of(100 - 2.8));
  CHECK(credited(sim, LedgerGroup::compliance_tooling) == got(sim, Account::compliance_services));
}

TEST_CASE("books: investors take what a vendor leaves, and bear what it owes", "[process]") {
  Scenario s = booked(3);
  s.mechanisms.exit = true;
  s.classes[0].operating_cost_per_year = GENERATE(0.0, 500.0);
  north(s).population.exit_hazard_per_year = s.classes[0].operating_cost_per_year > 0 ? 0 : 50;
  Simulation sim = start(s, {1, 0});
  finish(sim);
  REQUIRE(sim.world.blocs[0].vendors == 0);
  for (const Vendor& v : sim.world.vendors) CHECK(v.cash == Money{});
  const Money costs = got(sim, Account::staff);
  const auto investors = static_cast<std::size_t>(Account::investors);
  CHECK(books(sim).paid[investors] - books(sim).received[investors] == costs);  // nobody else paid them
  CHECK(lab::what_is_wrong(sim) == "");
}

TEST_CASE("books: money between blocs stands in both their books", "[process]") {
  Scenario s = booked();
  s.blocs.push_back(s.blocs[0]);
  s.blocs[1].name = "south";
  Simulation sim = start(s, {1, 0});
  run_to(sim, EventKind::market_epoch);
  Vendor &one = sim.world.vendors[0], &other = sim.world.vendors[1];
  REQUIRE(one.bloc != other.bloc);
  pay_vendor(sim.world, one, other, Heading::api_fees, Money::of(5));
  CHECK(one.cash == Money::of(95));
  CHECK(other.cash == Money::of(105));
  CHECK(lab::what_is_wrong(sim) == "");
  CHECK_THROWS_AS(pay_vendor(sim.world, one, other, Heading::api_fees, Money::of(-5)), std::logic_error);
}

TEST_CASE("books: the team of a release whose design another vendor has in service is a duplicate", "[process]") {
  Scenario s = booked(2);
  s.mechanisms.search = s.mechanisms.market = true;
  s.technology.bits = 1;  // two designs, one of them the better: in the end all have that
  s.technology.epistasis = 0;
  s.technology.search_steps = 1;
  s.classes[0].project_cost = 2;
  s.classes[0].capital = constant(1000);
  s.accounts = {0.25, 0.25, 0, 0, 0};
  s.run.horizon = Days{950};
  Simulation sim = start(s, {1, 0});
  std::size_t duplicates = 0;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::deployed) return;
    const Market& m = world.blocs[0].market;
    duplicates += m.rows == 2 && m.design[0] == m.design[1];
  });
  REQUIRE(duplicates >= 16);  // 9 projects each, but for the first of all
  CHECK(entered(sim, Heading::duplicated_teams) == Money::of(static_cast<double>(duplicates)));
  CHECK(entered(sim, Heading::teams) + entered(sim, Heading::duplicated_teams) == Money::of(20));
  north(s).population.vendors = 1;  // alone: the same design again and again, and nobody to repeat
  Simulation alone = start(s, {1, 0});
  finish(alone);
  CHECK(alone.world.blocs[0].tally.releases == 9);
  CHECK(entered(alone, Heading::duplicated_teams) == Money{});
}

TEST_CASE("books: activity of the groups is what happened, with money off too", "[process]") {
  Scenario s = plain(6);
  s.mechanisms.search = s.mechanisms.openness = true;
  s.classes[0].local = 0;
  s.classes[0].long_jump = 1;
  s.classes[0].open_release = 1;
  s.run.horizon = Days{1050};
  make_all_file(s);
  Simulation sim = start(s, {1, 0});
  std::uint64_t best = 0;
  double best_q = -1e9;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::deployed) return;
    const double q = world.at(ModelId{event.what.subject}).mean_q;
    best += q > best_q;
    best_q = std::max(best_q, q);
  });
  const BlocTally& t = sim.world.blocs[0].tally;
  CHECK(active(sim, LedgerGroup::infrastructure_vendors) == 6 * 11);
  CHECK(active(sim, LedgerGroup::open_ended_research) == t.projects);
  CHECK(active(sim, LedgerGroup::cloud) == t.releases);
  CHECK(active(sim, LedgerGroup::independent_research) == t.open_releases);
  CHECK(active(sim, LedgerGroup::interpretability) == best);
  CHECK(active(sim, LedgerGroup::compliance_tooling) == t.filed[0]);
  CHECK(active(sim, LedgerGroup::surveillance_analytics) == sim.world.offices[0].tally.finished);
  CHECK(active(sim, LedgerGroup::startups) == 0);
  CHECK(t.releases > 20);
  CHECK(got(sim, Account::staff) == Money{});
}
