/// Directives, audits and control latency against closed forms.

#include <cmath>

#include "sim/process/service/directives.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

/// Vendors alike and all registered, with one release on day 130; they share all use from day 150 on.
Scenario registered(std::int64_t vendors) {
  Scenario s = plain(vendors);
  make_all_file(s);
  s.mechanisms.market = s.mechanisms.directives = true;
  s.capability.release_gain_oom = 10;
  north(s).market.epoch = Days{30};
  north(s).directives = {0, {}, constant(10), 0, constant(100), 0.95, Days{36525}};
  return s;
}
Scenario unregistered(std::int64_t vendors) {
  Scenario s = registered(vendors);
  s.mechanisms.approval = false;
  return s;
}
const BlocDirectives& control(const Simulation& sim) { return sim.world.blocs[0].directives; }

}  // namespace

TEST_CASE("directives: all reachable at a constant delay, the latency is that delay to the tick", "[process]") {
  Scenario s = registered(20);
  north(s).directives.days = {200, 333.3, 334};
  north(s).directives.compulsory = constant(11.1);
  Simulation sim = start(s, {1, 0});
  finish(sim);
  REQUIRE(control(sim).carried_out.size() == 3);
  for (const CarriedOut& one : control(sim).carried_out) CHECK(one.done - one.issued == to_ticks(Days{11.1}));
  CHECK(sim.world.blocs[0].tally.directives == 3);
  CHECK(what_is_wrong(sim) == "");
}

TEST_CASE("directives: exponential delays give the order statistic of 95 % of n equal models", "[process]") {
  const int n = GENERATE(1, 20, 30);
  Scenario s = registered(n);
  s.run.horizon = Days{36'000};
  north(s).directives.rate_per_year = 20;
  north(s).directives.compulsory = exponential(40);
  Simulation sim = start(s, {static_cast<std::uint64_t>(n), 0});
  finish(sim);
  Moments latency;
  for (const CarriedOut& one : control(sim).carried_out)
    if (in_days(one.issued) > 150) latency.add(in_days(one.done - one.issued));
  REQUIRE(latency.n() > 1500);
  const int k = static_cast<int>(std::ceil(0.95 * n - 1e-9));
  double expected = 0, variance = 0;  // Renyi's representation
  for (int i = n - k + 1; i <= n; ++i) expected += 40.0 / i, variance += 40.0 / i * 40.0 / i;
  CHECK(std::abs(z_score("mean latency", latency.mean(), std::sqrt(variance / latency.n()), expected)) < most_z);
  CHECK(std::abs(z_score("variance", latency.variance(), latency.variance_se(), variance)) < most_z);
  if (n > 1) CHECK(4 * std::sqrt(variance / latency.n()) < 40.0 / (n - k + 1));  // power: one model more or less
}

TEST_CASE("directives: with nobody registered and nobody willing none is carried out, and old ones lapse",
          "[process]") {
  Scenario s = unregistered(10);
  north(s).directives.rate_per_year = 5;
  Simulation sim = start(s, {1, 0});
  finish(sim);
  CHECK(sim.world.blocs[0].tally.directives > 25);
  CHECK(control(sim).carried_out.empty());
  CHECK(control(sim).pending.size() == sim.world.blocs[0].tally.directives);
  north(s).directives.lapse = Days{300};
  Simulation lapsing = start(s, {1, 0});
  finish(lapsing);
  CHECK(lapsing.world.blocs[0].tally.lapsed_directives > 20);
  for (const Directive& one : control(lapsing).pending) CHECK(in_days(lapsing.now() - one.issued) < 330);
  CHECK(what_is_wrong(lapsing) == "");
}

TEST_CASE("directives: more than 64 pending make the oldest lapse", "[process]") {
  Scenario s = unregistered(3);
  north(s).directives.rate_per_year = 30;
  Simulation sim = start(s, {1, 0});
  CHECK(run_and_look(sim) == "");
  CHECK(control(sim).pending.size() == most_directives);
  CHECK(sim.world.blocs[0].tally.lapsed_directives + most_directives == sim.world.blocs[0].tally.directives);
}

TEST_CASE("directives: the stubborn comply only with a new release, each with the same chance", "[process]") {
  Scenario s = unregistered(4000);
  s.capability.release_gain_oom = 0;  // releases on days 100, 200, ...
  north(s).directives = {0, {150}, constant(10), 0.3, constant(0), 1, Days{36525}};
  s.run.horizon = Days{1000};
  Simulation sim = start(s, {1, 0});
  const auto share = [&] {
    double n = 0;
    for (const DirectiveCompliance& one : sim.world.directive_compliance) n += one.with == 1;
    return n / 4000;
  };
  for (int releases = 0; releases < 4; ++releases) {
    run_until(sim, 151 + 100 * releases);
    const double expected = 1 - std::pow(0.7, releases + 1), se = std::sqrt(expected * (1 - expected) / 4000);
    CHECK(std::abs(z_score("share that complies", share(), se, expected)) < most_z);
    CHECK(4 * se < 0.035);
  }
}

TEST_CASE("directives: usage counts, not models, and as of the latest market epoch", "[process]") {
  Scenario s = registered(2);
  north(s).directives.days = {200};
  north(s).directives.complied_share = 0.7;
  Simulation sim = start(s, {1, 0});
  run_until(sim, 185);
  sim.world.blocs[0].market.share(0, 0) = 0.8;  // who has 0.8 of the use is enough for 0.7, at once
  sim.world.blocs[0].market.share(1, 0) = 0.2;
  north(sim.rules).market.switching_rate_per_year = 0;
  north(sim.rules).directives.compulsory = constant(36'525);
  run_until(sim, 230);
  REQUIRE(control(sim).pending.size() == 1);
  comply_with_all(sim, VendorId{1});
  CHECK(control(sim).pending.size() == 1);
  CHECK_THAT(control(sim).pending[0].complied, WithinAbs(0.2, 1e-12));
  comply_with_all(sim, VendorId{0});
  REQUIRE(control(sim).carried_out.size() == 1);
  CHECK(control(sim).carried_out[0].done == sim.now());
}

TEST_CASE("directives: a product off the market is not in the way from the next epoch on", "[process]") {
  Scenario s = registered(4);
  s.mechanisms.audits = true;
  north(s).audits = {0, false, 0, 0, Days{0}, Sanction::suspension, 0};
  north(s).directives.days = {200};
  north(s).directives.compulsory = constant(36'525);
  Simulation sim = start(s, {1, 0});
  run_until(sim, 201);
  for (std::uint32_t i = 0; i < 3; ++i) comply_with_all(sim, VendorId{i});
  CHECK(control(sim).pending.size() == 1);
  run_until(sim, 202);
  sim.world.blocs[0].market.share.row(3).setZero();
  north(sim.rules).market.switching_rate_per_year = 0;
  run_until(sim, 209);
  CHECK(control(sim).pending.size() == 1);
  run_until(sim, 210);  // the epoch
  REQUIRE(control(sim).carried_out.size() == 1);
  CHECK(control(sim).carried_out[0].done == at_day(210));
}

TEST_CASE("audits: visits are a Poisson process, paid for, and find what is unsafe", "[process]") {
  Scenario s = plain(50);
  s.mechanisms.finance = s.mechanisms.audits = true;
  s.capability.release_gain_oom = 10;
  s.run.horizon = Days{100 + 10 * days_per_year};
  north(s).audits = {1000, false, 0.01, 0, Days{0}, Sanction::fine, 0.02};
  Simulation sim = start(s, {1, 0});
  finish(sim);
  const BlocTally& tally = sim.world.blocs[0].tally;
  const auto n = static_cast<double>(tally.audits);
  CHECK(std::abs(z_score("audits", n, std::sqrt(10'000), 10'000)) < most_z);
  CHECK(tally.audit_findings == 0);
  const auto paid = [](const Simulation& run, Heading h) {
    return run.world.blocs[0].books.heading[static_cast<std::size_t>(h)];
  };
  CHECK(paid(sim, Heading::compliance) == Money::units(10'000 * static_cast<std::int64_t>(tally.audits)));
  north(s).audits.least_robustness = 0.5;  // robustness is 0
  s.incidents.mended_share = 0;            // and stays so
  Simulation strict = start(s, {1, 0});
  finish(strict);
  CHECK(strict.world.blocs[0].tally.audit_findings == strict.world.blocs[0].tally.audits);
  CHECK(paid(strict, Heading::fines) == Money::units(20'000 * static_cast<std::int64_t>(tally.audits)));
  CHECK(what_is_wrong(strict) == "");
}

TEST_CASE("audits: what is late beyond the grace is sanctioned, and complies", "[process]") {
  Scenario s = unregistered(1);
  s.mechanisms.audits = true;
  north(s).directives.days = {200};
  north(s).audits = {200, false, 0, 0, Days{60}, Sanction::fine, 0};
  Simulation sim = start(s, {1, 0});
  run_until(sim, 259.9);
  CHECK(sim.world.blocs[0].tally.audits > 50);
  CHECK(sim.world.blocs[0].tally.audit_findings == 0);
  const auto found = [&] { return sim.world.blocs[0].tally.audit_findings > 0; };
  SimTime first{};
  run(
      sim,
      [&](const Event& event, const World&) {
        if (found()) first = event.at;
      },
      [&] { return first == SimTime{}; });
  finish(sim);
  REQUIRE(control(sim).carried_out.size() == 1);
  CHECK(control(sim).carried_out[0].done == first + to_ticks(Days{10}));
  north(s).audits.sanction = Sanction::suspension;
  north(s).tolerance.suspension = constant(33);
  Simulation strict = start(s, {1, 0});
  const auto back = run_to(strict, EventKind::suspension_ends);
  REQUIRE(back);
  CHECK(back->at == first + to_ticks(Days{33}));
  finish(strict);
  REQUIRE(control(strict).carried_out.size() == 1);
  const double used_again = 30 * std::ceil(in_days(back->at) / 30);  // the next epoch: nobody used it before
  CHECK(control(strict).carried_out[0].done == at_day(used_again));
}

TEST_CASE("audits: if only registered models are visited, others are not", "[process]") {
  Scenario s = unregistered(5);
  s.mechanisms.audits = true;
  north(s).audits.registered_only = true;
  Simulation none = start(s, {1, 0});
  finish(none);
  CHECK(none.world.blocs[0].tally.audits == 0);
  s.mechanisms.approval = true;
  Simulation all = start(s, {1, 0});
  finish(all);
  CHECK(all.world.blocs[0].tally.audits > 300);
}
