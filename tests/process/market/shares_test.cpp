/// Users' choice: logit relaxation and replicator against their closed forms.

#include "sim/process/market/shares.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "sim/engine/stream.h"
#include "sim/process/market/offers.h"
#include "tests/catch.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;
using Eigen::ArrayXd;

namespace {

MarketRule logit(double rate) {
  MarketRule rule;
  rule.switching_rate_per_year = rate;
  return rule;
}

MarketRule replicator(double rate = 1) {
  MarketRule rule = logit(rate);
  rule.rule = ShareRule::replicator;
  return rule;
}

ArrayXd moved(const MarketRule& rule, const ArrayXd& utility, double years, ArrayXd share) {
  move_shares(rule, utility, years, share);
  return share;
}

ArrayXd array(std::initializer_list<double> values) {
  ArrayXd made(static_cast<Eigen::Index>(values.size()));
  std::copy(values.begin(), values.end(), made.begin());
  return made;
}

double most_apart(const ArrayXd& a, const ArrayXd& b) { return (a - b).abs().maxCoeff(); }

constexpr double forever = 1e6;

}  // namespace

TEST_CASE("logit: equal models get equal shares, whatever the start", "[process]") {
  const ArrayXd end = moved(logit(3), ArrayXd::Constant(7, 1.7), forever, array({1, 0, 0, 0, 0, 0, 0}));
  CHECK(most_apart(end, ArrayXd::Constant(7, 1.0 / 7)) < 1e-15);
}

TEST_CASE("logit: a two-model share is the logistic of the difference of utility", "[process]") {
  const double difference = GENERATE(-30.0, -2.0, -0.1, 0.0, 0.7, 5.0, 800.0);
  const ArrayXd end = moved(logit(1), array({difference + 100, 100}), forever, array({0.5, 0.5}));
  CHECK_THAT(end(0), WithinRel(1 / (1 + std::exp(-difference)), 1e-13));
  CHECK_THAT(end.sum(), WithinAbs(1, 1e-15));
}

TEST_CASE("logit: the distance to equilibrium falls exponentially at the switching rate", "[process]") {
  const ArrayXd u = array({1, 0.2, -0.5}), start = array({0.1, 0.2, 0.7}), goal = moved(logit(2), u, forever, start);
  for (const double years : {0.0, 0.01, 0.3, 2.0})
    CHECK(most_apart(moved(logit(2), u, years, start) - goal, (start - goal) * std::exp(-2 * years)) < 1e-15);
}

TEST_CASE("shares: an interval split in two gives what the whole gives", "[process]") {
  const MarketRule rule = GENERATE(logit(2), replicator(2));
  const ArrayXd u = array({1, 0.2, -0.5}), start = array({0.1, 0.2, 0.7});
  const ArrayXd whole = moved(rule, u, 0.9, start);
  const ArrayXd halves = moved(rule, u, 0.65, moved(rule, u, 0.25, start));
  CHECK(most_apart(whole, halves) < 1e-15);
  CHECK(most_apart(whole, start) > 0.01);
}

TEST_CASE("logit: users whose model is gone choose at once, the others at the switching rate", "[process]") {
  const ArrayXd u = array({0.4, -0.3}), goal = moved(logit(1), u, forever, array({0.5, 0.5}));
  CHECK(most_apart(moved(logit(0), u, 1, array({0.2, 0.3})), array({0.2, 0.3}) + 0.5 * goal) < 1e-15);
  CHECK(most_apart(moved(logit(5), u, 1, array({0, 0})), goal) < 1e-15);
}

TEST_CASE("replicator: shares after ten years of constant fitness", "[process]") {
  const ArrayXd end = moved(replicator(), array({1, 1.1, 1.2}), 10, array({0.5, 0.3, 0.2}));
  CHECK_THAT(end(0), WithinRel(0.179000020574274, 1e-12));  // REPL-1
  CHECK_THAT(end(2), WithinRel(0.52905647749322, 1e-12));   // REPL-3
}

TEST_CASE("replicator: a rate is a change of the unit of time", "[process]") {
  const ArrayXd u = array({1, 1.1, 1.2}), start = array({0.5, 0.3, 0.2});
  CHECK(most_apart(moved(replicator(2.5), u, 4, start), moved(replicator(), u, 10, start)) < 1e-14);
  CHECK(most_apart(moved(replicator(0), u, 4, start), start) < 1e-15);
}

TEST_CASE("replicator: twenty rounds of s' = s f / mean f are it with the logarithm of fitness", "[process]") {
  const ArrayXd f = array({1, 1.1, 1.2});
  ArrayXd rounds = array({0.5, 0.3, 0.2});
  for (int i = 0; i < 20; ++i) rounds = rounds * f / (rounds * f).sum();
  const ArrayXd end = moved(replicator(), f.log(), 20, array({0.5, 0.3, 0.2}));
  CHECK(most_apart(end, rounds) < 1e-14);
  CHECK_THAT(end(0), WithinRel(0.049088090688061, 1e-12));  // REPD-1
  CHECK_THAT(end(2), WithinRel(0.752767832742087, 1e-12));  // REPD-3
}

TEST_CASE("replicator: mean fitness grows by its variance", "[process]") {
  const ArrayXd f = array({1, 1.1, 1.2}), start = array({0.5, 0.3, 0.2});
  const auto mean_at = [&](double t) { return (moved(replicator(), f, t, start) * f).sum(); };
  const double h = 1e-4, before = (start * f).sum();
  const double rate = (4 * mean_at(h) - mean_at(2 * h) - 3 * before) / (2 * h);  // one-sided, error of order h^2
  CHECK_THAT(rate, WithinAbs(0.0061, 1e-9));                                     // FISHER-1
}

TEST_CASE("replicator: a newcomer starts with the floor", "[process]") {
  MarketRule rule = replicator();
  rule.base_floor = 0.01;
  const ArrayXd end = moved(rule, array({1, 1}), 3, array({1, 0}));
  CHECK_THAT(end(1), WithinRel(0.01 / 1.01, 1e-14));
}

TEST_CASE("shares: the order of rows does not matter", "[process]") {
  const MarketRule rule = GENERATE(logit(2), replicator(2));
  Stream stream({3, 0}, 1, 1, 1);
  const Eigen::Index n = 40;
  ArrayXd u(n), s(n);
  for (Eigen::Index i = 0; i < n; ++i) u(i) = 3 * stream.uniform(), s(i) = stream.uniform() / n;
  const ArrayXd straight = moved(rule, u, 0.4, s), turned = moved(rule, u.reverse(), 0.4, s.reverse());
  CHECK(most_apart(straight, turned.reverse()) < 1e-15);
  CHECK(straight.minCoeff() >= 0);
}

namespace {

/// Two vendors whose models differ by `oom` of compute; both deploy on day 100, users look every `epoch` days.
Scenario duopoly(double epoch) {
  Scenario s = plain(8);
  s.mechanisms.market = true;
  s.run.horizon = Days{1000};
  north(s).population.class_shares = {1, 1, 0};
  s.classes[1].compute_oom = 0.5;
  s.classes[1].price = 1.2;
  s.capability.release_gain_oom = 1;  // one release each
  MarketRule& market = north(s).market;
  market.epoch = Days{epoch};
  market.quality_weight = 2;
  market.price_weight = 0.5;
  market.base_weight = 0;
  market.demand_per_year = 50;
  market.demand_growth_per_year = 0.4;
  market.switching_rate_per_year = 4;
  return s;
}

}  // namespace

TEST_CASE("market: vendors of a run share it by the logit of quality and price", "[process]") {
  Scenario s = duopoly(25);
  Simulation sim = start(s, {4, 0});
  finish(sim);
  const Market& market = sim.world.blocs[0].market;
  REQUIRE(market.rows == 8);
  double sum = 0;
  for (const Vendor& v : sim.world.vendors) sum += v.cls == VendorClass::frontier ? 1 : std::exp(2 * 0.5 - 0.5 * 0.2);
  bool both = false;
  for (std::uint32_t row = 0; row < 8; ++row) {
    const bool better = sim.world.at(market.vendor[row]).cls == VendorClass::derivative;
    both = both || better;
    CHECK_THAT(market.share(row, 0), WithinRel((better ? std::exp(0.9) : 1) / sum, 1e-12));
  }
  CHECK(both);
}

TEST_CASE("market: shares that sum to a little more than 1 leave none below 0", "[process]") {
  const ArrayXd utility = array({1, 0, 2});
  const ArrayXd share = array({1 + 0x1p-52, 0, 0});
  for (const double years : {0.0, 1e-17, 1e-3}) CHECK(moved(logit(2), utility, years, share).minCoeff() >= 0);
  CHECK((moved(logit(2), utility, 0, share) == share).all());
}

TEST_CASE("market: demand served is the integral of demand, for any epoch", "[process]") {
  const double epoch = GENERATE(100.0, 50.0, 10.0, 1.0);  // all deploy at 100, and epochs look back
  Scenario s = duopoly(epoch);
  Simulation sim = start(s, {4, 0});
  double first = -1;
  watch(sim, [&](const Event& event, const World& world) {
    if (first < 0 && world.blocs[0].tally.use > 0) first = in_days(event.at) - epoch;
  });
  const double g = 0.4, from = first / days_per_year, to = 1000 / days_per_year;
  CHECK_THAT(sim.world.blocs[0].tally.use, WithinRel(50 * (std::exp(g * to) - std::exp(g * from)) / g, 1e-12));
  CHECK(first <= 100);
}

TEST_CASE("market: the installed base counts, and locks in with enough weight", "[process]") {
  Scenario s = duopoly(25);
  north(s).market.base_weight = 2;
  Simulation sim = start(s, {4, 0});
  finish(sim);
  const Market& market = sim.world.blocs[0].market;
  double best = 0;
  for (std::uint32_t row = 0; row < market.rows; ++row)
    if (sim.world.at(market.vendor[row]).cls == VendorClass::frontier) best = std::max(best, market.share(row, 0));
  CHECK(best < 0.01);  // those with less share and less quality are left behind: increasing returns (Arthur 1989)
}

TEST_CASE("market: a row that takes the place of another brings everything along", "[process]") {
  Scenario s = plain(3);
  Simulation sim = start(s, {1, 0});
  run_until(sim, 150);
  Market& market = sim.world.blocs[0].market;
  REQUIRE(market.rows == 3);
  for (Eigen::Index row = 0; row < 3; ++row) {
    const double mark = static_cast<double>(row) + 1;
    market.price(row) = market.hardening(row) = market.robustness(row) = market.released_days(row) = mark;
    for (Market::Columns* table : {&market.quality, &market.share, &market.stock, &market.underway})
      table->row(row).setConstant(mark);
  }
  const VendorId first = market.vendor[0], last = market.vendor[2];
  remove_offer(sim.world, first);
  CHECK(market.rows == 2);
  CHECK(market.vendor[0] == last);
  CHECK(sim.world.at(last).offer.value == 0);
  CHECK(!sim.world.at(first).offer);
  const Experience& kept = sim.world.experiences[sim.world.at(first).experience];
  CHECK(kept.stock[0] == 1);
  CHECK(kept.hardening == 1);
  for (const Eigen::ArrayXd* column : {&market.price, &market.hardening, &market.robustness, &market.released_days})
    CHECK((*column)(0) == 3);
  for (const Market::Columns* table : {&market.quality, &market.share, &market.stock, &market.underway})
    CHECK((table->row(0) == 3).all());
}

TEST_CASE("shares: what a choice is worth is the log of the sum of exponentials, or the mean under the replicator",
          "[process]") {
  MarketRule rule;
  Eigen::ArrayXd u(3), share = Eigen::ArrayXd::Zero(3);
  u << 800, 801, 799;  // far beyond what exp can hold
  const double worth = move_shares(rule, u, 1, share);
  CHECK_THAT(worth, WithinRel(801 + std::log(1 + std::exp(-1) + std::exp(-2)), 1e-14));
  rule.rule = ShareRule::replicator;
  const double mean = move_shares(rule, u, 1, share);
  CHECK_THAT(mean, WithinRel((share * u).sum(), 1e-15));
  Eigen::ArrayXd none(0);
  CHECK(move_shares(rule, none, 1, none) == 0);
}
