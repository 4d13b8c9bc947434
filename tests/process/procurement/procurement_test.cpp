/// State tenders: who wins, and when they come.

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <utility>
#include <vector>

#include "sim/process/market/awareness.h"
#include "sim/process/market/offers.h"
#include "sim/process/procurement/contracts.h"
#include "sim/process/procurement/invitations.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Vendors that deploy once, on day 1, and tenders for the rest of the time.
Scenario buyers(std::int64_t vendors, double tenders_per_year) {
  Scenario s = plain(vendors);
  s.mechanisms.procurement = true;
  for (VendorClassRule& cls : s.classes) cls.training = constant(1);
  s.capability.release_gain_oom = 10;
  s.run.horizon = Days{5 * days_per_year};
  ProcurementRule& p = north(s).procurement;
  p.tenders_per_year = tenders_per_year;
  p.value = constant(1);
  p.length = constant(36525);  // never over, so that contracts count winners
  p.bidders = 100;
  return s;
}

/// Contracts won after the second day, by vendor.
std::vector<double> wins_of(const Scenario& scenario, RunKey key = {8, 0}) {
  Simulation sim = start(scenario, key);
  finish(sim);
  std::vector<double> wins;
  for (const Vendor& v : sim.world.vendors) wins.push_back(std::round(v.contract_rate));
  return wins;
}

double sum(const std::vector<double>& values) {
  double total = 0;
  for (const double x : values) total += x;
  return total;
}

}  // namespace

TEST_CASE("procurement: equal scores give equal chances", "[process]") {
  Scenario s = buyers(12, 2'400);
  north(s).procurement.noise = GENERATE(1.0, 0.0);  // a tie is broken by the order of invitation, which is random
  north(s).procurement.bidders = GENERATE(12, 3);
  const auto wins = wins_of(s);
  const double z = chi_square_z(wins);
  std::printf("  equal scores, noise %g, %d bidders: chi-square z %+.2f\n", north(s).procurement.noise,
              static_cast<int>(north(s).procurement.bidders), z);
  CHECK(std::abs(z) < most_z);
  CHECK(sum(wins) > 11'000);  // power: a vendor with a quarter more than its share is found out
  std::vector<double> biased(wins.size(), sum(wins) / static_cast<double>(wins.size()));
  biased[0] *= 1.25;
  CHECK(chi_square_z(biased) > most_z);
}

TEST_CASE("procurement: the noise is Gumbel's, so chances are a logit of scores", "[process]") {
  Scenario s = buyers(2, 2'000);
  north(s).population.class_shares = {1, 1, 0};
  s.classes[1].price = 1.6;
  ProcurementRule& p = north(s).procurement;
  p.noise = 0.5, p.price = 1, p.quality = 0;
  RunKey key{8, 0};
  for (;; ++key.seed) {  // a run with one vendor of each class
    Simulation sim = start(s, key);
    run_until(sim, 2);
    if (sim.world.vendors[0].cls != sim.world.vendors[1].cls) break;
  }
  Simulation sim = start(s, key);
  finish(sim);
  const auto wins = wins_of(s, key);
  const std::size_t cheap = sim.world.vendors[0].cls == VendorClass::frontier ? 0 : 1;
  const double expected = 1 / (1 + std::exp(-0.6 / 0.5)), n = sum(wins);
  const double z = z_score("logit of scores", wins[cheap] / n, std::sqrt(expected * (1 - expected) / n), expected);
  CHECK(std::abs(z) < most_z);
}

TEST_CASE("procurement: without noise the best wins every time", "[process]") {
  Scenario s = buyers(9, 200);
  s.technology.fitness_oom = 2;  // first designs differ
  north(s).procurement.noise = 0;
  Simulation sim = start(s, {8, 0});
  run_until(sim, 2);
  std::size_t best = 0;
  for (std::size_t i = 0; i < 9; ++i)
    if (sim.world.at(sim.world.vendors[i].product).mean_q > sim.world.at(sim.world.vendors[best].product).mean_q)
      best = i;
  finish(sim);
  const auto wins = wins_of(s);
  CHECK(wins[best] > 900);
  CHECK(sum(wins) - wins[best] == 0);
  CHECK(sim.world.blocs[0].tally.winner_q == 0);
}

TEST_CASE("procurement: at full preference merit does not count, at none preference does not", "[process]") {
  Scenario s = buyers(30, 400);
  s.technology.fitness_oom = 2;
  north(s).population.affiliated_share = 0.3;
  ProcurementRule& p = north(s).procurement;
  p.noise = 0;
  p.registration = p.domestic = p.local = p.incumbency = 0;
  p.affiliation = 1;
  p.preference = 1;
  Simulation all = start(s, {9, 0});
  finish(all);
  CHECK(all.world.blocs[0].tally.won_affiliated == all.world.blocs[0].tally.tenders);
  CHECK(all.world.blocs[0].tally.tenders > 1'500);
  p.preference = 0;
  const auto merit = wins_of(s, {9, 0});
  p.affiliation = 50;  // changes nothing
  CHECK(wins_of(s, {9, 0}) == merit);
  // And with preference for one kind alone, its members have equal chances.
  p.preference = 1;
  std::vector<double> wins;
  const auto won = wins_of(s, {9, 0});
  for (std::size_t i = 0; i < won.size(); ++i)
    if (all.world.vendors[i].affiliated) wins.push_back(won[i]);
  CHECK(std::abs(chi_square_z(wins)) < most_z);
}

TEST_CASE("procurement: registered_only leaves out those without approval", "[process]") {
  Scenario s = buyers(30, 300);
  make_all_file(s);
  north(s).registration.who = WhoFiles::public_facing;
  s.classes[0].public_facing = 0.5;
  Simulation open = start(s, {10, 0});
  finish(open);
  north(s).procurement.registered_only = true;
  Simulation closed = start(s, {10, 0});
  finish(closed);
  const auto unregistered = [](const Simulation& sim) {
    double wins = 0;
    for (const Vendor& v : sim.world.vendors) wins += v.public_facing ? 0 : std::round(v.contract_rate);
    return wins;
  };
  CHECK(unregistered(open) > 300);
  CHECK(unregistered(closed) == 0);
  CHECK(closed.world.blocs[0].tally.tenders > 1'000);
  CHECK(closed.world.blocs[0].tally.tenders + closed.world.blocs[0].tally.unawarded == closed.world.blocs[0].tenders);
}

TEST_CASE("procurement: with incumbency alone the first winner of a region keeps it", "[process]") {
  Scenario s = buyers(10, 300);
  north(s).population.regions = 3;
  ProcurementRule& p = north(s).procurement;
  p.noise = 0, p.preference = 1;
  p.registration = p.domestic = p.local = p.affiliation = 0;
  Simulation sim = start(s, {11, 0});
  finish(sim);
  std::map<std::uint32_t, std::map<std::uint32_t, int>> winners;  // region, vendor
  for (std::size_t i = 0; i < sim.world.contracts.capacity(); ++i)
    ++winners[sim.world.contracts[ContractId{i}].region.value][sim.world.contracts[ContractId{i}].vendor.value];
  REQUIRE(winners.size() == 3);
  for (const auto& [region, by_vendor] : winners) CHECK(by_vendor.size() == 1);
}

TEST_CASE("procurement: an incumbent is known in each region, until its last contract there ends", "[process]") {
  // One counter per region; many regions to a counter; more contracts than a counter can tell.
  const auto [regions, many] = GENERATE(std::pair{8, 3}, std::pair{80, 3}, std::pair{8, 400}, std::pair{80, 400});
  Scenario s = buyers(1, 300);
  north(s).population.regions = regions;
  north(s).procurement.tenders_per_year = 0;
  Simulation sim = start(s, {11, 0});
  run_until(sim, 200);
  const Vendor& vendor = sim.world.at(VendorId{0});
  const auto count = static_cast<std::size_t>(regions);
  std::vector<int> running(count);
  const auto check = [&] {
    for (std::size_t r = 0; r < count; ++r) CHECK(is_incumbent(sim.world, vendor, RegionId{r}) == (running[r] > 0));
  };
  const auto begin = [&](std::size_t r) { start_contract(sim, VendorId{0}, RegionId{r}, 1, 10), ++running[r]; };
  const auto end = [&](std::size_t r) {
    ContractId c = vendor.contracts;
    while (sim.world.contracts[c].region != RegionId{r}) c = sim.world.contracts[c].next;
    end_contract(sim, c, sim.world.contracts[c].generation), --running[r];
  };
  begin(count - 1);
  for (int i = 0; i < many; ++i) begin(5);
  begin(0), begin(count / 2), begin(count - 1);
  check();
  end(0), end(count - 1);
  check();
  for (int i = 0; i < many; ++i) end(5);
  check();
  begin(5), end(count - 1);
  check();
  cancel_contracts(sim, VendorId{0});
  running.assign(count, 0);
  check();
}

TEST_CASE("procurement: a local preference gives a region's tenders to its vendors", "[process]") {
  Scenario s = buyers(20, 300);
  north(s).population.regions = 2;
  ProcurementRule& p = north(s).procurement;
  p.noise = 0, p.preference = 1;
  p.registration = p.domestic = p.incumbency = p.affiliation = 0;
  Simulation sim = start(s, {11, 0});
  finish(sim);
  for (std::size_t i = 0; i < sim.world.contracts.capacity(); ++i) {
    const Contract& c = sim.world.contracts[ContractId{i}];
    CHECK(sim.world.at(c.vendor).region == c.region);
  }
}

TEST_CASE("procurement: tenders are Poisson with the integral of the rate as their mean", "[process]") {
  struct Case {
    double growth, season, years;
  };
  const auto c =
      GENERATE(Case{0, 0, 1.3}, Case{0.8, 0, 1.3}, Case{-2, 0, 1.3}, Case{0, 0.9, 0.5}, Case{0.7, 0.6, 1.25});
  Scenario s = buyers(0, 40);
  s.technology.bits = 1;
  s.technology.epistasis = 0;
  s.run.horizon = Days{c.years * days_per_year};
  north(s).procurement.growth_per_year = c.growth;
  north(s).procurement.seasonal_amplitude = c.season;
  Moments number;
  for (std::uint32_t i = 0; i < 2'000; ++i) {
    Simulation sim = start(s, {12, i});
    finish(sim);
    number.add(sim.world.blocs[0].tenders);
  }
  // 40 times the integral of e^{gt} (1 + a sin 2 pi t), by Simpson's rule.
  const int steps = 2'000;
  double integral = 0;
  for (int i = 0; i <= steps; ++i) {
    const double t = c.years * i / steps, weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
    integral += weight * std::exp(c.growth * t) * (1 + c.season * std::sin(2 * std::numbers::pi * t));
  }
  const double expected = 40 * integral * c.years / steps / 3;
  CHECK(std::abs(z_score("tenders: mean", number.mean(), number.mean_se(), expected)) < most_z);
  CHECK(std::abs(z_score("tenders: variance", number.variance(), number.variance_se(), expected)) < most_z);
  CHECK(4 * number.mean_se() < 0.03 * expected);
}

// ---- who is invited, who gets lots, and what is called off ----------------------------------------------------------

namespace {

/// Shares of use of the first offers, and weights in invitations that go with them.
void give_use(Simulation& sim, const std::vector<double>& use) {
  for (std::size_t v = 0; v < use.size(); ++v)
    sim.world.blocs[0].market.share(static_cast<Eigen::Index>(sim.world.vendors[v].offer.value), 0) = use[v];
  weigh_offers(sim, BlocId{0});
}

std::vector<double> weights(const Simulation& sim) {
  const SumTree& known = sim.world.blocs[0].market.known;
  std::vector<double> all;
  for (std::size_t row = 0; row < known.size(); ++row) all.push_back(known.weight(row));
  return all;
}

}  // namespace

TEST_CASE("procurement: who is known better is the more likely to be invited, as its rows move", "[procurement]") {
  Scenario s = buyers(4, 0);
  north(s).procurement.awareness = 2;
  north(s).procurement.known_floor = 0.1;
  Simulation sim = start(s, {13, 0});
  run_until(sim, 2);
  for (const double weight : weights(sim)) CHECK_THAT(weight, WithinRel(0.01, 1e-12));  // nobody has users yet
  give_use(sim, {0.4, 0.3, 0.2, 0.1});
  const auto near = [](const std::vector<double>& found, const std::vector<double>& expected) {
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK_THAT(found.at(i), WithinRel(expected[i], 1e-12));
  };
  REQUIRE(sim.world.vendors[0].offer.value == 0);
  near(weights(sim), {0.25, 0.16, 0.09, 0.04});
  remove_offer(sim.world, VendorId{1});  // the last row takes its place
  near(weights(sim), {0.25, 0.04, 0.09});
  CHECK(weights(sim).at(3) == 0);
  CHECK_THAT(sim.world.blocs[0].market.known.total(), WithinRel(0.38, 1e-12));
  place_offer(sim, VendorId{1});  // it comes again, without users
  near(weights(sim), {0.25, 0.04, 0.09, 0.01});
}

TEST_CASE("procurement: an epoch weighs by use, and a policy on awareness at once", "[procurement]") {
  Scenario s = buyers(5, 0);
  s.technology.fitness_oom = 2;  // first designs differ, so that users do
  s.mechanisms.market = s.mechanisms.policy = true;
  ProcurementRule& p = north(s).procurement;
  p.awareness = 1.5, p.known_floor = 0.01;
  const auto change = [&](double day, double awareness) {
    PolicyRule policy;
    policy.at = Days{day};
    policy.edits.push_back({"bloc.north.procurement.awareness", EditKind::set, awareness});
    s.policies.push_back(policy);
  };
  change(200.5, 0.5), change(210.5, 0), change(220.5, 1);
  Simulation sim = start(s, {13, 0});
  const auto check = [&](double nu) {
    const Market& market = sim.world.blocs[0].market;
    REQUIRE(market.known.size() == 5);
    for (std::uint32_t row = 0; row < market.rows; ++row)
      CHECK_THAT(market.known.weight(row), WithinRel(std::pow(market.share(row, 0) + 0.01, nu), 1e-12));
    CHECK(market.known.weight(0) != market.known.weight(1));
  };
  run_until(sim, 200);
  check(1.5);
  run_until(sim, 205);
  check(0.5);
  run_until(sim, 215);
  CHECK(sim.world.blocs[0].market.known.size() == 0);
  run_until(sim, 225);
  check(1);
}

TEST_CASE("procurement: lots go to the best bidders, and share what one would have got", "[procurement]") {
  Scenario s = buyers(6, 100);
  s.technology.fitness_oom = 2;
  s.run.horizon = Days{400};
  ProcurementRule& p = north(s).procurement;
  p.noise = 0;
  p.value = lognormal(2, 1);
  Simulation one = start(s, {14, 0});
  finish(one);
  p.lots = GENERATE(3, 6, 40);
  const std::size_t winners = std::min<std::size_t>(6, static_cast<std::size_t>(p.lots));
  Simulation many = start(s, {14, 0});
  finish(many);
  const BlocTally &a = one.world.blocs[0].tally, &b = many.world.blocs[0].tally;
  CHECK(a.tenders == b.tenders);
  CHECK(a.awards == a.tenders);
  CHECK(b.awards == winners * b.tenders);
  CHECK_THAT(b.tender_value, WithinRel(a.tender_value, 1e-9));
  CHECK(b.winner_q == 0);  // the best were taken, however many
  for (const Simulation* sim : {&one, &many})
    CHECK(sim->world.blocs[0].books.activity[static_cast<std::size_t>(LedgerGroup::government_integrators)] ==
          a.tenders);
  std::vector<std::pair<double, double>> by_q;  // what each wins, the best first
  for (const Vendor& vendor : many.world.vendors)
    by_q.emplace_back(-many.world.at(vendor.product).mean_q, vendor.contract_rate);
  std::sort(by_q.begin(), by_q.end());
  double total = 0;
  for (const Vendor& vendor : one.world.vendors) total += vendor.contract_rate;
  for (std::size_t i = 0; i < by_q.size(); ++i)
    CHECK_THAT(by_q[i].second, WithinAbs(i < winners ? total / static_cast<double>(winners) : 0, 1e-9 * total));
}

TEST_CASE("procurement: a call-off goes to a holder that may bid, and else the tender is open", "[procurement]") {
  Scenario s = buyers(3, 200);
  s.mechanisms.approval = true;  // so that registered_only can ask
  north(s).procurement.framework_share = 1;
  Simulation sim = start(s, {15, 0});
  run_until(sim, 2);
  Bloc& bloc = sim.world.blocs[0];
  for (const std::size_t v : {0U, 0U, 0U, 1U}) start_contract(sim, VendorId{v}, RegionId{0}, 1, 36'525);
  std::map<std::uint32_t, int> got;
  const auto calls = [&] {
    got.clear();
    for (std::uint32_t i = 0; i < 4'000; ++i) ++got[call_off(sim, {BlocId{0}, RegionId{0}, common_group, i, {}}).value];
    return got;
  };
  calls();  // three of four contracts are the first one's
  CHECK(got.size() == 2);
  CHECK(std::abs(got[0] - 3'000) < 4 * std::sqrt(4'000 * 0.75 * 0.25));
  remove_offer(sim.world, VendorId{0});  // it is suspended, and its contracts run on
  CHECK(calls() == std::map<std::uint32_t, int>{{1, 4'000}});
  sim.rules.blocs[0].procurement.registered_only = true;  // and nobody is approved
  CHECK(calls() == std::map<std::uint32_t, int>{{VendorId{}.value, 4'000}});
  bloc.market.approved[sim.world.at(VendorId{1}).offer.value] = 1;
  CHECK(calls() == std::map<std::uint32_t, int>{{1, 4'000}});
  sim.rules.blocs[0].procurement.registered_only = false;
  remove_offer(sim.world, VendorId{1});
  CHECK(calls() == std::map<std::uint32_t, int>{{VendorId{}.value, 4'000}});
  // The tender is open then: who holds none wins it, and is a holder from then on.
  const std::uint64_t before = bloc.tally.call_offs, awarded = bloc.tally.awards;
  run_until(sim, 100);
  CHECK(bloc.tally.awards - awarded > 30);
  CHECK(bloc.tally.awards - awarded - (bloc.tally.call_offs - before) == 1);
  CHECK(bloc.tally.winner_q <= 0);
}

TEST_CASE("procurement: a share of tenders is called off, whatever comes of the others", "[procurement]") {
  Scenario s = buyers(4, 2'000);
  north(s).procurement.framework_share = 0.3;
  Simulation sim = start(s, {16, 0});
  finish(sim);
  const BlocTally& tally = sim.world.blocs[0].tally;
  const double n = static_cast<double>(tally.tenders), share = static_cast<double>(tally.call_offs) / n;
  CHECK(std::abs(z_score("called off", share, std::sqrt(0.3 * 0.7 / n), 0.3)) < most_z);
  CHECK(n > 9'000);
  // Who is invited to a tender is the same, whether or not others are called off.
  const auto invited = [&](std::uint32_t ordinal) { return invite(sim, draw_tender(sim, BlocId{0}, ordinal)); };
  std::vector<std::vector<VendorId>> then;
  for (std::uint32_t i = 0; i < 50; ++i) then.push_back(invited(i));
  sim.rules.blocs[0].procurement.framework_share = 0;
  for (std::uint32_t i = 0; i < 50; ++i) CHECK(invited(i) == then[i]);
  Simulation open = start(s, {16, 0});
  finish(open);
  CHECK(open.world.blocs[0].tenders == sim.world.blocs[0].tenders);
}

TEST_CASE("procurement: who may bid is found, however well known those are that may not", "[procurement]") {
  Scenario s = buyers(6, 0);
  s.mechanisms.approval = true;  // so that registered_only can ask
  ProcurementRule& p = north(s).procurement;
  p.awareness = 3, p.known_floor = 1e-3, p.bidders = 2;
  Simulation sim = start(s, {17, 0});
  run_until(sim, 2);
  give_use(sim, {0.999, 0.001, 0, 0, 0, 0});
  sim.rules.blocs[0].procurement.registered_only = true;
  Bloc& bloc = sim.world.blocs[0];
  for (const std::size_t v : {1U, 2U, 3U}) bloc.market.approved[sim.world.vendors[v].offer.value] = 1;
  // Cubes of 0.002, 0.001 and 0.001: the first is drawn first with 8 of 10, and else second with 8 of 9.
  const int n = 4'000;
  std::map<std::uint32_t, int> seen;
  for (std::uint32_t i = 0; i < n; ++i) {
    const auto invited = invite(sim, draw_tender(sim, BlocId{0}, i));
    REQUIRE(invited.size() == 2);
    for (const VendorId id : invited) ++seen[id.value];
  }
  CHECK(seen.size() == 3);
  const double first = 0.8 + 0.2 * 8 / 9;
  CHECK(std::abs(z_score("known", seen[1] / double{n}, std::sqrt(first * (1 - first) / n), first)) < most_z);
  bloc.market.approved[sim.world.vendors[1].offer.value] = bloc.market.approved[sim.world.vendors[2].offer.value] = 0;
  CHECK(invite(sim, draw_tender(sim, BlocId{0}, 0)) == std::vector<VendorId>{VendorId{3U}});
  bloc.market.approved[sim.world.vendors[3].offer.value] = 0;
  CHECK(invite(sim, draw_tender(sim, BlocId{0}, 0)).empty());
}
