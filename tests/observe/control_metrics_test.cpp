/// The stress test, the life table of products and the metrics of control, worked out by hand.

#include <cmath>

#include "sim/observe/stress_test.h"
#include "sim/observe/turnover.h"
#include "sim/run/simulate.h"
#include "tests/catch.h"
#include "tests/engine/statistics.h"
#include "tests/observe/hand_world.h"
#include "tests/process/lab.h"

using namespace poldyn;

namespace {

Stress logistic(double demand, double spread, double robustness, double tail) {
  Stress stress;
  stress.weight = {0, 1};
  stress.usual = {1, 0};
  stress.demand_oom = demand;
  stress.spread_oom = spread;
  stress.robustness_oom = robustness;
  stress.tail = tail;
  return stress;
}

double beyond(double x) { return 1 / (1 + std::exp(x)); }

}  // namespace

TEST_CASE("stress test: a single model fails by the logistic law of its margin", "[observe]") {
  HandWorld hand(1, {0.5, 0.5});
  hand.add_offer(0, {.share = {1, 1}, .q = {3, 2.5}, .robustness = 0.4});
  hand.world.stress = logistic(0.2, 0.5, 2, 0.1);
  const double bears = -0.5 + 2 * 0.4, p = beyond((bears - 0.2) / 0.5);
  const auto r = hand.look(1);
  CHECK_THAT(sampled(r, "fragility"), WithinRel(p, 1e-12));
  // In the worst tenth it always fails: it lacks the mean of these stresses, less what it bears. Their mean is the
  // median + spread (log(1/t - 1) - log(1 - t) / t), as that of log(u / (1 - u)) over u in (1 - t, 1).
  const auto worst = [](double median, double t) { return median + 0.5 * (std::log(1 / t - 1) - std::log(1 - t) / t); };
  CHECK_THAT(sampled(r, "fragility_tail"), WithinRel(worst(0.2, 0.1) - bears, 1e-12));
  hand.world.stress.demand_oom = -3;
  CHECK(beyond((bears + 3) / 0.5) < 0.1);  // now it bears part of them: what it lacks is 0.5 log(1 + exp(..)) / t
  CHECK_THAT(sampled(hand.look(1), "fragility_tail"),
             WithinRel(0.5 * std::log1p(std::exp((-3 - bears) / 0.5)) / 0.1, 1e-12));
  hand.world.stress.tail = 1;  // all stresses
  CHECK_THAT(sampled(hand.look(1), "fragility_tail"), WithinRel(0.5 * std::log1p(std::exp((-3 - bears) / 0.5)), 1e-12));
  hand.world.stress.demand_oom = 800;  // far beyond what an exponential can hold
  CHECK_THAT(sampled(hand.look(1), "fragility_tail"), WithinRel(800 - bears, 1e-12));
}

TEST_CASE("stress test: where all fail, the tail still tells a little from a lot", "[observe]") {
  const auto tail = [](double gap, double robustness) {
    HandWorld hand(1, {0.5, 0.5});
    hand.add_offer(0, {.share = {1, 1}, .q = {3, 3 - gap}, .robustness = robustness});
    hand.world.stress = logistic(0.5, 0.25, 1, 0.05);
    CHECK(sampled(hand.look(1), "fragility") > 0.05);  // all of the worst stresses are too much for it
    return sampled(hand.look(1), "fragility_tail");
  };
  CHECK_THAT(tail(1, 0.6) - tail(0, 0.6), WithinRel(1, 1e-12));    // each OOM less in the stressed domain is one more
  CHECK_THAT(tail(0, 0.2) - tail(0, 0.6), WithinRel(0.4, 1e-12));  // and so is robustness, at its worth
}

TEST_CASE("stress test: exact sums agree with a quadrature over stresses", "[observe]") {
  HandWorld hand(1, {0.5, 0.5});
  hand.add_offer(0, {.share = {0.5, 0.7}, .q = {3, 2.5}, .robustness = 0.4});
  hand.add_offer(0, {.share = {0.3, 0.2}, .q = {1, 1.7}, .robustness = 0.1});
  hand.add_offer(0, {.share = {0.2, 0.1}, .q = {2, 0.1}, .robustness = 0.9});
  hand.world.stress = logistic(-0.6, 0.3, 1, 0.05);
  const double use[] = {0.6, 0.25, 0.15}, bears[] = {-0.5 + 0.4, 0.7 + 0.1, -1.9 + 0.9};
  double mean = 0, tail = 0;  // of what fails, and of what is lacking
  constexpr int steps = 1'000'000;
  for (int i = 0; i < steps; ++i) {
    const double u = (i + 0.5) / steps, stress = -0.6 + 0.3 * std::log(u / (1 - u));
    for (int k = 0; k < 3; ++k) {
      if (stress <= bears[k]) continue;
      mean += use[k] / steps;
      if (u > 0.95) tail += use[k] * (stress - bears[k]) / (0.05 * steps);
    }
  }
  const auto r = hand.look(1);
  CHECK_THAT(sampled(r, "fragility"), WithinAbs(mean, 2e-6));
  CHECK_THAT(sampled(r, "fragility_tail"), WithinAbs(tail, 3e-5));
  const double all_fail = use[0] * bears[0] + use[1] * bears[1] + use[2] * bears[2];
  const double worst = -0.6 + 0.3 * (std::log(19.0) - std::log(0.95) / 0.05);
  CHECK(tail > 1.05 * (worst - all_fail));  // power: one of the three bears most of the worst stresses
}

TEST_CASE("stress test: nothing to move, or nobody who uses anything, is no number", "[observe]") {
  HandWorld hand(1, {0.5, 0.5});
  CHECK(std::isnan(sampled(hand.look(1), "fragility")));
  hand.add_offer(0, {.share = {1, 1}, .q = {3, 2.5}});
  CHECK(std::isnan(sampled(hand.look(1), "fragility")));  // no domain is stressed
  hand.world.stress = logistic(0, 1, 0, 0.1);
  CHECK(std::isfinite(sampled(hand.look(1), "fragility")));
  hand.world.stress.usual = {};
  CHECK(std::isnan(sampled(hand.look(1), "fragility")));
  hand.world.stress.usual = {1, 0};
  hand.world.blocs[0].market.share.setZero();
  CHECK(std::isnan(sampled(hand.look(1), "fragility")));
}

TEST_CASE("stress test: its domains are those with a weight, or those outside an envelope", "[observe]") {
  Scenario s = lab::plain();
  s.domains.push_back({"outside", {DomainKind::open_ended, 0.5, {"north"}}});
  s.domains.push_back({"tools", {DomainKind::tool_use, 0.5, {}}});
  const Simulation sim = start(s, {1, 0});
  CHECK(sim.world.stress.weight == std::array<double, max_domains>{0, 1, 0});
  CHECK_THAT(sim.world.stress.usual[0], WithinRel(1 / 1.5, 1e-12));
  s.domains[2].rule.stress_weight = 2;
  const Simulation given = start(s, {1, 0});
  CHECK(given.world.stress.weight == std::array<double, max_domains>{0, 0, 1});
  CHECK_THAT(given.world.stress.usual[1], WithinRel(0.5 / 1.5, 1e-12));
}

TEST_CASE("stress test: it does not change the run", "[observe]") {
  Scenario s = lab::plain(5);
  s.mechanisms.market = true;
  s.domains.push_back({"outside", {DomainKind::open_ended, 0.5, {"north"}}});
  const auto before = simulate(s, {1, 0});
  s.stress = {0.1, 2, 3, 0.5};
  const auto after = simulate(s, {1, 0});
  CHECK(before.fingerprint == after.fingerprint);
  CHECK(sampled(before, "frontier", 0, 50) == sampled(after, "frontier", 0, 50));
  CHECK(sampled(before, "fragility", 0, 50) != sampled(after, "fragility", 0, 50));
}

TEST_CASE("life table: who is below the median of use, and what counts as given up", "[observe]") {
  HandWorld hand(1, {1});
  const ModelId weak = hand.add_offer(0, {.share = {0.1}, .q = {-1}});
  hand.add_offer(0, {.share = {0.2}, .q = {-0.5}});
  hand.add_offer(0, {.share = {0.3}, .q = {2}});
  const ModelId best = hand.add_offer(0, {.share = {0.4}, .q = {1}});  // 0.3 below it, 0.7 with it: the median
  TurnoverWatch watch;
  CHECK(watch.look(hand.world, hand.world.blocs[0], at_day(0)).exposure[0] == 0);
  hand.world.at(weak).status = ModelStatus::suspended;  // may come back
  hand.world.at(best).project = 7;                      // replaced
  hand.world.at(hand.world.vendors[1].product).project = 3;
  const Turnover& seen = watch.look(hand.world, hand.world.blocs[0], at_day(days_per_year / 2));
  CHECK(seen.ended == std::array<double, 2>{1, 1});
  CHECK_THAT(seen.exposure[0], WithinRel(0.5 + 0.25, 1e-12));
  CHECK_THAT(seen.exposure[1], WithinRel(0.5 + 0.25, 1e-12));
  CHECK_THAT(watch.total().hazard(0), WithinRel(1 / 0.75, 1e-12));
}

TEST_CASE("life table: a constant hazard is found, but for what an interval hides", "[observe]") {
  Scenario s = lab::plain(4000);
  s.mechanisms.market = s.mechanisms.exit = true;
  s.capability.release_gain_oom = 10;  // one release each: only exits end products
  s.run.horizon = Days{2000};
  s.run.sample_interval = Days{50};
  lab::north(s).population.exit_hazard_per_year = 0.8;
  const auto r = simulate(s, {1, 0});
  const double years = 50 / days_per_year, expected = 2 / years * std::tanh(0.8 * years / 2);
  const double ended = 4000 * std::exp(-0.8 * 100 / days_per_year);
  CHECK(std::abs(lab::z_score("hazard", total(r, "deprecation_strong"), expected / std::sqrt(ended), expected)) <
        lab::most_z);
  CHECK(4 / std::sqrt(ended) < 0.08);               // power: 8 %
  CHECK(std::isnan(total(r, "deprecation_weak")));  // all are alike: none is below the median
}

TEST_CASE("control: counts and latencies are those of the tallies", "[observe]") {
  HandWorld hand(1, {1});
  hand.add_offer(0, {.share = {0.75}, .q = {1}, .approved = true});
  hand.add_offer(0, {.share = {0.25}, .q = {1}});
  Bloc& bloc = hand.world.blocs[0];
  bloc.tally.incidents = 8;
  bloc.tally.incidents_in = {8};
  bloc.tally.harm = 3;
  bloc.tally.use = 16;
  for (int i = 1; i <= 20; ++i) bloc.directives.carried_out.push_back({at_day(0), at_day(21 - i)});
  bloc.directives.pending.resize(3);
  const auto r = hand.look(30);
  CHECK(sampled(r, "reachable_share") == 0.75);
  CHECK(sampled(r, "directives_pending") == 3);
  CHECK(sampled(r, "control_latency") == 10.5);
  CHECK(total(r, "control_latency") == 10.5);
  CHECK(total(r, "control_latency_p95") == 19);
  CHECK(total(r, "directives_carried_out") == 20);
  CHECK(total(r, "incidents_by_domain", 0, 0) == 8);
  CHECK(total(r, "incidents_per_use") == 0.5);
  CHECK(total(r, "harm_per_use") == 3.0 / 16);
  CHECK(std::isnan(sampled(HandWorld(1, {1}).look(1), "control_latency")));
}
