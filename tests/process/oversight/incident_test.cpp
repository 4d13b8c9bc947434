/// Incidents and patches against closed forms.

#include <cmath>
#include <map>
#include <vector>

#include "sim/process/oversight/incidents.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/invariants.h"
#include "tests/process/oversight/incidents_lab.h"

using namespace poldyn;
using namespace poldyn::lab;

TEST_CASE("incidents: constant use gives each vendor a Poisson count", "[process]") {
  const double growth = GENERATE(0.0, 0.3, -0.3);
  Scenario s = failing(4000, 2, 4000);
  north(s).market.demand_growth_per_year = growth;
  s.run.horizon = Days{first_use + 5 * days_per_year};
  Simulation sim = start(s, {1, 0});
  std::vector<double> counts(4000), when;
  at_incidents(sim, [&](const Event& event, double) {
    ++counts[event.what.subject];
    when.push_back(in_days(event.at));
  });
  const MarketRule& market = north(s).market;
  const auto demand = [&](double to) { return demand_between(market, at_day(first_use), at_day(to), 0); };
  const double end = s.run.horizon.count(), mean = 2 * demand(end) / 4000;
  double n = 0, dispersion = 0;
  for (const double c : counts) n += c, dispersion += (c - mean) * (c - mean) / mean / 4000;
  CHECK(std::abs(z_score("incidents per vendor", n / 4000, std::sqrt(mean / 4000), mean)) < most_z);
  CHECK(4 * std::sqrt(mean / 4000) < 0.04 * mean);  // power: 4 %
  // Of a Poisson count the variance of (c - m)^2 / m is 2 + 1/m. Intervals of two stages would make it 0.5.
  const double se = std::sqrt((2 + 1 / mean) / 4000);
  CHECK(std::abs(z_score("index of dispersion", dispersion, se, 1)) < most_z);
  CHECK(4 * se < 0.1);
  CHECK(kolmogorov(when, [&](double day) { return demand(day) / demand(end); }) < most_kolmogorov);
}

TEST_CASE("incidents: harm has the declared tail, cut off at the most", "[process]") {
  Scenario s = failing(100, 20, 1000);
  s.run.horizon = Days{first_use + 200};
  s.incidents.most_harm = 100;
  Simulation sim = start(s, {2, 0});
  std::vector<double> exponents;
  double cut = 0, n = 0;
  at_incidents(sim, [&](const Event&, double harm) {
    exponents.push_back(0.7 * std::log(harm / 0.1));
    cut += harm > 100 * (1 - 1e-9);
    ++n;
  });
  const double beyond = std::pow(0.1 / 100, 0.7);
  REQUIRE(n > 10'000);
  CHECK(std::abs(z_score("share at the most", cut / n, std::sqrt(beyond * (1 - beyond) / n), beyond)) < most_z);
  const double most = -std::log(beyond);
  CHECK(kolmogorov(exponents, [&](double x) { return x < most - 1e-6 ? -std::expm1(-x) : 1.0; }) < most_kolmogorov);
  CHECK(kolmogorov(exponents, [&](double x) { return x < most - 1e-6 ? -std::expm1(-1.1 * x) : 1.0; }) >
        most_kolmogorov);  // power: an index of 0.77 is seen
}

TEST_CASE("incidents: the hazard is 1 - robustness, more outside the envelope, in proportion to use", "[process]") {
  Scenario s = failing(1, 1, 1000);
  s.domains.push_back({"outside", {DomainKind::open_ended, 3, {"north"}}});
  s.run.horizon = Days{first_use + 10 * days_per_year};
  s.mechanisms.public_failure = true;
  s.channel[1] = {1e9, Days{0}};
  s.learning.robustness_scale = 1e12 / std::log(2.0) * 100;
  Simulation sim = start(s, {3, 0});
  run_until(sim, 150);
  const IncidentClock& clock = sim.world.incident_clocks[0];
  const double weakness = 1 - sim.world.blocs[0].market.robustness(0);
  CHECK_THAT(clock.hazard, WithinRel(weakness * (0.25 + 0.75 * 3), 1e-12));
  finish(sim);
  const auto& in = sim.world.blocs[0].tally.incidents_in;
  const auto n = static_cast<double>(in[0] + in[1]);
  REQUIRE(n > 10'000);
  CHECK(std::abs(z_score("share outside", static_cast<double>(in[1]) / n, std::sqrt(0.09 / n), 0.9)) < most_z);
}

TEST_CASE("incidents: a rate of zero is off, bit for bit, and so is a scenario without them", "[process]") {
  Scenario s = failing(20, 0, 1000);
  s.mechanisms.public_failure = s.mechanisms.adversarial_use = true;
  s.incidents.learned_share = 0.7;
  Scenario off = s;
  off.mechanisms.incidents = false;
  CHECK(fingerprint(s) == fingerprint(off));
  Scenario twisted = off;
  twisted.incidents = {5, 9, 1, 2, 100, 0.1, 0.9};
  north(twisted).tolerance = {0, constant(5), true, "light", 3, constant(9), 2};
  CHECK(fingerprint(twisted) == fingerprint(off));
  s.incidents.rate = 0.01;
  CHECK(fingerprint(s) != fingerprint(off));  // power
}

TEST_CASE("incidents: nothing is above a tolerance of the most harm, everything above one of zero", "[process]") {
  Scenario s = failing(50, 1, 1000);
  s.run.horizon = Days{1000};
  s.incidents.tail_index = 0.1;  // many at the most
  Simulation tolerant = start(s, {1, 0});
  finish(tolerant);
  CHECK(tolerant.world.blocs[0].tally.incidents > 1000);
  CHECK(tolerant.world.blocs[0].tally.suspensions == 0);
  north(s).tolerance.tolerance = 0;
  Simulation strict = start(s, {1, 0});
  finish(strict);
  const BlocTally& tally = strict.world.blocs[0].tally;
  CHECK(tally.incidents > 100);
  CHECK(tally.suspensions == tally.incidents);
  CHECK(tally.patched == 0);
  CHECK(what_is_wrong(strict) == "");
}

TEST_CASE("incidents: patched after its time, robustness grows by the mended share", "[process]") {
  Scenario s = alone(1, 1000);
  s.mechanisms.finance = true;
  s.incidents.mended_share = 0.25;
  north(s).tolerance.patch = constant(9);
  north(s).tolerance.patch_cost = 0.5;
  Simulation sim = start(s, {1, 0});
  const auto failed = run_to(sim, EventKind::incident);
  REQUIRE(failed);
  CHECK(sim.world.blocs[0].books.heading[static_cast<std::size_t>(Heading::operating)] == Money::of(0.5));
  const auto patched = run_to(sim, EventKind::patched);
  REQUIRE(patched);
  CHECK(patched->at == failed->at + to_ticks(Days{9}));
  CHECK(sim.world.at(sim.world.vendors[0].product).robustness == 0.25);
  CHECK(sim.world.blocs[0].market.robustness(0) == 0.25);
  CHECK(sim.world.blocs[0].tally.patched == 1);
  CHECK(sim.world.incident_clocks[0].hazard == 0.75);
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("incidents: lumps teach as much as the stream that they are taken from", "[process]") {
  Moments lumps[2];
  Scenario s = failing(400, 2, 400);
  s.domains.push_back({"outside", {DomainKind::open_ended, 1, {"north"}}});
  s.mechanisms.public_failure = s.mechanisms.adversarial_use = true;
  s.capability.release_gain_oom = 10;  // one release, whose robustness is 0
  north(s).transmission = {1, 0.5, 1, 0.25};
  for (ChannelRule& rule : s.channel) rule = {1, Days{0}};
  s.run.horizon = Days{first_use + 1500};
  Scenario even = s;
  even.mechanisms.incidents = false;
  Simulation smooth = start(even, {1, 0});
  finish(smooth);
  s.incidents.learned_share = 0.8;
  for (std::uint32_t i = 0; i < 20; ++i) {
    Simulation sim = start(s, {1, i});
    finish(sim);
    const BlocTally& tally = sim.world.blocs[0].tally;
    lumps[0].add(tally.signals[1] / tally.use);
    lumps[1].add(tally.signals[3] / tally.use);
  }
  const BlocTally& tally = smooth.world.blocs[0].tally;
  // Users choose at epochs: sales are those of the interval before, incidents those of the one after.
  const double seen = (s.run.horizon.count() - first_use) / (s.run.horizon.count() - first_use + 30);
  for (const std::size_t c : {1U, 3U}) {
    const double expected = tally.signals[c] / tally.use * (0.2 + 0.8 * seen);
    const Moments& got = lumps[c == 3];
    CHECK(std::abs(z_score("signals per use", got.mean(), got.mean_se(), expected)) < most_z);
    CHECK(4 * got.mean_se() < 0.05 * expected);
  }
}

TEST_CASE("common random numbers: fines and patches leave every incident as it was, and a longer suspension its harm",
          "[process]") {
  const auto harms = [](const Scenario& s) {
    Simulation sim = start(s, {1, 0});
    std::map<std::uint32_t, std::vector<double>> of;
    at_incidents(sim, [&](const Event& event, double harm) { of[event.what.subject].push_back(harm); });
    return of;
  };
  const auto times = [](const Scenario& s) {
    Simulation sim = start(s, {1, 0});
    std::vector<SimTime> all;
    at_incidents(sim, [&](const Event& event, double) { all.push_back(event.at); });
    return all;
  };
  Scenario s = failing(5, 1, 100);
  const auto before = times(s);
  CHECK(before.size() > 500);
  north(s).tolerance.patch = constant(50);
  north(s).tolerance.fine = 5;
  CHECK(times(s) == before);
  Scenario strict = alone(1, 100);
  north(strict).tolerance.tolerance = 0;
  const auto short_ones = harms(strict).at(0);
  north(strict).tolerance.suspension = constant(100);
  const auto long_ones = harms(strict).at(0);
  REQUIRE(long_ones.size() > 20);
  REQUIRE(short_ones.size() > long_ones.size() + 5);
  for (std::size_t i = 0; i < long_ones.size(); ++i) CHECK_THAT(long_ones[i], WithinRel(short_ones[i], 1e-6));
}
