/// Learning from use, and capability, against closed forms.

#include "sim/process/service/learning.h"

#include <array>
#include <cmath>
#include <vector>

#include "tests/catch.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

void set_channels(Mechanisms& on, bool value) {
  on.rapid_deployment = on.public_failure = on.iterative_correction = on.adversarial_use = value;
}

bool& channel(Mechanisms& on, std::size_t c) {
  const std::array<bool*, channels> all{&on.rapid_deployment, &on.public_failure, &on.iterative_correction,
                                        &on.adversarial_use};
  return *all[c];
}

double& transmission(Scenario& s, std::size_t c) {
  TransmissionRule& t = north(s).transmission;
  const std::array<double*, channels> all{&t.rapid_deployment, &t.public_failure, &t.iterative_correction,
                                          &t.adversarial_use};
  return *all[c];
}

/// One vendor, deployed on day 100 and never again, that serves all demand: 12 M$ a year.
Scenario monopoly() {
  Scenario s = plain();
  s.mechanisms.market = true;
  set_channels(s.mechanisms, true);
  s.capability.release_gain_oom = 10;
  s.run.horizon = Days{1500};
  north(s).market.demand_per_year = 12;
  north(s).market.demand_growth_per_year = 0;
  north(s).market.epoch = Days{10};
  s.learning.half_life = Days{200};
  for (std::size_t c = 0; c < channels; ++c) s.channel[c] = {1 + static_cast<double>(c), Days{40}};
  return s;
}

struct Stocks {
  double learning = 0, hardening = 0;
};

Stocks stocks_of(const Scenario& scenario) {
  Simulation sim = start(scenario, {1, 0});
  finish(sim);
  const Market& market = sim.world.blocs[0].market;
  return {market.stock(0, 0), market.hardening(0)};
}

}  // namespace

TEST_CASE("learning: constant use builds the stock of a first-order lag and a half-life", "[process]") {
  Scenario s = monopoly();
  set_channels(s.mechanisms, false);
  s.mechanisms.iterative_correction = true;
  const double epoch = GENERATE(10.0, 0.25);
  north(s).market.epoch = Days{epoch};
  Simulation sim = start(s, {1, 0});
  double stock = 0, underway = 0;
  const double signals = 3 * 12 * epoch / days_per_year;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::market_epoch || event.at < at_day(100)) return;
    underway += signals;  // the recursion, in its closed form below
    const double heard = underway * -std::expm1(-epoch / 40);
    underway -= heard;
    stock = stock * std::exp2(-epoch / 200) + heard;
    if (event.at == sim.end) CHECK_THAT(world.blocs[0].market.stock(0, 0), WithinRel(stock, 1e-12));
  });
  // dU/dt = u - U/T, dS/dt = U/T - aS from 0: S = u/a (1 - e^{-at}) - u T/(1 - aT) (e^{-at} - e^{-t/T}).
  const double u = 3 * 12 / days_per_year, a = std::log(2.0) / 200, T = 40, t = 1400;
  const double exact = u / a * -std::expm1(-a * t) - u * T / (1 - a * T) * (std::exp(-a * t) - std::exp(-t / T));
  CHECK_THAT(stock, WithinRel(exact, 0.005 * epoch));
}

TEST_CASE("learning: what is learned saturates, 63 % at the scale", "[process]") {
  Scenario s = monopoly();
  Simulation sim = start(s, {1, 0});
  finish(sim);
  sim.world.blocs[0].market.stock(0, 0) = s.learning.feedback_scale;
  sim.world.blocs[0].market.hardening(0) = 1e9;
  CHECK_THAT(learned(sim, sim.world.vendors[0], 0), WithinRel(1 - std::exp(-1.0), 1e-12));
  CHECK(robustness(sim, sim.world.vendors[0]) == 1);
}

TEST_CASE("learning: stocks are the sum of the channels; one that is off adds exactly nothing", "[process]") {
  Scenario s = monopoly();
  const Stocks all = stocks_of(s);
  Stocks sum;
  for (std::size_t c = 0; c < channels; ++c) {
    Scenario off = s, mute = s, barren = s, alone = s;
    channel(off.mechanisms, c) = false;
    transmission(mute, c) = 0;
    barren.channel[c].yield = 0;
    set_channels(alone.mechanisms, false);
    channel(alone.mechanisms, c) = true;
    const Stocks without = stocks_of(off), only = stocks_of(alone);
    CHECK(without.learning == stocks_of(mute).learning);  // to the bit
    CHECK(without.learning == stocks_of(barren).learning);
    CHECK(without.hardening == stocks_of(barren).hardening);
    CHECK_THAT(all.learning - without.learning, WithinRel(only.learning, 1e-9));
    const bool hardens = c == 1 || c == 3;
    CHECK(only.hardening == (hardens ? only.learning : 0));
    CHECK(only.learning > 0);
    sum.learning += only.learning;
    sum.hardening += only.hardening;
  }
  CHECK_THAT(all.learning, WithinRel(sum.learning, 1e-12));
  CHECK_THAT(all.hardening, WithinRel(sum.hardening, 1e-12));
  set_channels(s.mechanisms, false);
  CHECK(stocks_of(s).learning == 0);
}

TEST_CASE("learning: the delay moves effects in time and keeps their sum", "[process]") {
  Scenario s = monopoly();
  s.learning.half_life = Days{1e6};
  s.run.horizon = Days{5000};
  const double at_once = [&] {
    for (ChannelRule& rule : s.channel) rule.delay = Days{0};
    return stocks_of(s).learning;
  }();
  for (ChannelRule& rule : s.channel) rule.delay = Days{100};
  Simulation sim = start(s, {1, 0});
  finish(sim);
  const Market& market = sim.world.blocs[0].market;
  CHECK_THAT(market.stock(0, 0) + market.underway.row(0).sum(), WithinRel(at_once, 1e-3));  // little is forgotten
  CHECK(market.underway.row(0).sum() > 1);
}

TEST_CASE("learning: fresh releases teach most, outside the envelope misuse teaches more", "[process]") {
  Scenario s = monopoly();
  s.domains.push_back({"outside", {DomainKind::tool_use, 1, {"north"}}});
  set_channels(s.mechanisms, false);
  s.mechanisms.adversarial_use = true;
  s.learning.outside_factor = 3;
  Simulation sim = start(s, {1, 0});
  finish(sim);
  CHECK_THAT(sim.world.blocs[0].market.stock(0, 1), WithinRel(3 * sim.world.blocs[0].market.stock(0, 0), 1e-12));
  s.mechanisms.adversarial_use = false;
  s.mechanisms.rapid_deployment = true;
  s.learning.half_life = Days{1e6};
  s.channel[0].delay = Days{0};
  north(s).market.epoch = Days{0.5};
  const double expected = 6 * s.learning.freshness.count() / days_per_year;  // u integral of e^{-age/freshness}
  CHECK_THAT(stocks_of(s).learning, WithinRel(expected, 0.01));
}

TEST_CASE("learning: a more capable release is less tried, in proportion to its gain", "[process]") {
  Scenario s = monopoly();
  Simulation sim = start(s, {1, 0});
  finish(sim);
  double& stock = sim.world.blocs[0].market.hardening(0);
  const double before = stock;
  soften(sim, VendorId{0}, -1);
  CHECK(stock == before);
  soften(sim, VendorId{0}, 0.5);
  CHECK_THAT(stock, WithinRel(before * std::exp(-0.5 * s.learning.robustness_loss_per_oom), 1e-12));
}

TEST_CASE("learning: growth in a domain that use has tested takes less robustness, all of it takes none", "[process]") {
  Scenario s = monopoly();
  s.domains.push_back({"second", {DomainKind::in_distribution, 3, {}}});
  s.learning.tested_share_spared = 0.8;
  Simulation sim = start(s, {1, 0});
  finish(sim);
  Market& market = sim.world.blocs[0].market;
  market.stock(0, 0) = s.learning.feedback_scale * std::log(2.0);  // half of what can be learnt
  market.stock(0, 1) = 0;
  Model before, after;
  before.q[0] = 1, before.q[1] = 2;
  after.q[0] = 1.4, after.q[1] = 2.2;
  const Vendor& vendor = sim.world.vendors[0];
  // Demand is 1 to 3: a quarter of 0.4 OOM, of which 0.8 x 0.5 is spared, and three quarters of 0.2 OOM.
  CHECK_THAT(untested_gain(sim, vendor, before, after), WithinRel(0.25 * 0.4 * 0.6 + 0.75 * 0.2, 1e-12));
  market.stock(0, 0) = market.stock(0, 1) = 1e9;
  CHECK_THAT(untested_gain(sim, vendor, before, after), WithinRel(0.2 * 0.25, 1e-9));
}

TEST_CASE("learning: each release keeps of the stock what its untested growth leaves", "[process]") {
  Scenario s = monopoly();
  s.capability.release_gain_oom = 0;
  north(s).supply.growth_oom_per_year = 1;
  s.domains.push_back({"second", {DomainKind::open_ended, 1, {"north"}}});
  s.learning.outside_factor = 9;
  s.learning.robustness_loss_per_oom = 2;
  Simulation sim = start(s, {1, 0});
  Model last;
  double hardening = 0;
  int releases = 0;
  watch(sim, [&](const Event& event, const World& world) {
    const Market& market = world.blocs[0].market;
    if (kind_of(event) == EventKind::deployed) {
      const Model& now = world.at(world.vendors[0].product);
      double gain = 0;
      for (std::size_t d = 0; d < 2; ++d) {
        const double stock = market.stock(0, static_cast<Eigen::Index>(d));
        gain += 0.5 * (now.q[d] - last.q[d]) * std::exp(-stock / s.learning.feedback_scale);
      }
      if (releases++ > 0) CHECK_THAT(market.hardening(0), WithinRel(hardening * std::exp(-2 * gain), 1e-9));
      last = now;
    }
    if (world.vendors[0].offer) hardening = market.hardening(0);
  });
  CHECK(releases > 10);
  CHECK(hardening > 0);
}

TEST_CASE("capability: without search and learning it grows exactly with compute", "[process]") {
  Scenario s = plain(3);
  s.classes[0].training = lognormal(100, 0.5);  // of its length nothing is left: compute is that of the project's start
  s.capability.release_gain_oom = 0;
  north(s).supply.growth_oom_per_year = 0.653;
  s.technology.fitness_oom = 4;  // a design that stays adds the same to every model
  s.domains.push_back({"second", {}});
  Simulation sim = start(s, {1, 0});
  std::vector<std::vector<double>> q(3);
  std::vector<std::vector<double>> started(3);
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::deployed) return;
    const Model& model = world.at(ModelId{event.what.subject});
    q[model.vendor.value].push_back(model.q[1]);
    started[model.vendor.value].push_back(in_years(model.delay.start));
    CHECK(model.mean_q == Approx(model.q[0]).epsilon(1e-14));
  });
  for (std::size_t v = 0; v < 3; ++v) {
    REQUIRE(q[v].size() > 20);
    for (std::size_t i = 1; i < q[v].size(); ++i)
      CHECK_THAT(q[v][i] - q[v][0], WithinRel(0.653 * (started[v][i] - started[v][0]), 1e-12));
  }
}

TEST_CASE("capability: the trained frontier is there while permission is awaited", "[process]") {
  Scenario s = plain(1);
  make_all_file(s);
  s.capability.release_gain_oom = 0;
  north(s).supply.growth_oom_per_year = 1;
  Simulation sim = start(s, {1, 0});
  run_until(sim, 99);
  CHECK(std::isinf(sim.world.blocs[0].best_trained_q));
  run_until(sim, 101);  // trained at 100, reviewed until 130
  CHECK_FALSE(sim.world.vendors[0].product);
  const double first = sim.world.blocs[0].best_trained_q;
  CHECK(std::isfinite(first));
  run_until(sim, 201);  // the second project began at day 100
  CHECK_THAT(sim.world.blocs[0].best_trained_q - first, WithinAbs(100 / days_per_year, 1e-12));
  CHECK(sim.world.at(sim.world.vendors[0].product).mean_q == first);
}

TEST_CASE("capability: a design's fitness and learning from use count with their weights", "[process]") {
  Scenario s = monopoly();
  s.technology.fitness_oom = 3;
  s.capability.use_oom = 1.5;
  s.capability.release_gain_oom = 0.2;
  s.learning.feedback_scale = 10;
  Simulation sim = start(s, {1, 0});
  int releases = 0;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::deployed) return;
    const Model& m = world.at(ModelId{event.what.subject});
    const double stock = world.blocs[0].market.stock(0, 0);  // no epoch since training ended
    CHECK_THAT(m.mean_q, WithinRel(3 * m.fitness + 1.5 * -std::expm1(-stock / 10), 1e-12));
    ++releases;
  });
  CHECK(releases > 2);
}

namespace {

/// Off the market from day 330 to day 350: the approval lapses on day 330, its renewal takes until day 350.
Scenario lapsing() {
  Scenario s = monopoly();
  make_all_file(s);
  s.mechanisms.renewal = true;
  north(s).registration.validity = Days{200};
  north(s).registration.renewal_lead = Days{10};
  return s;
}

}  // namespace

TEST_CASE("learning: signals under way have their effect also while the product is off the market", "[process]") {
  Scenario s = lapsing();
  s.learning.half_life = Days{GENERATE(200.0, 1e6)};
  Simulation sim = start(s, {1, 0});
  run_until(sim, 329.5);
  const Vendor& vendor = sim.world.vendors[0];
  const Market& market = sim.world.blocs[0].market;
  REQUIRE(vendor.offer);
  // As the market had it on day 320, in the order of channels; all have a delay of 40 days.
  double under_way = 0, hardening_under_way = 0;
  for (Eigen::Index c = 0; c < 4; ++c) {
    under_way += market.underway(0, c);
    if (c == 1 || c == 3) hardening_under_way += market.underway(0, c);
  }
  REQUIRE(under_way > 10);
  double stock = market.stock(0, 0), hardening = market.hardening(0);
  const auto pass_epoch = [&] {
    const double kept = std::exp2(-10 / s.learning.half_life.count()), arriving = -std::expm1(-10.0 / 40);
    stock = stock * kept + arriving * under_way;
    hardening = hardening * kept + arriving * hardening_under_way;
    under_way *= 1 - arriving;
    hardening_under_way *= 1 - arriving;
  };
  run_until(sim, 345);  // the epochs of days 330, on which the product has left already, and 340
  REQUIRE(!vendor.offer);
  pass_epoch();
  pass_epoch();
  CHECK_THAT(learned(sim, vendor, 0), WithinRel(-std::expm1(-stock / s.learning.feedback_scale), 1e-12));
  CHECK_THAT(robustness(sim, vendor), WithinRel(-std::expm1(-hardening / s.learning.robustness_scale), 1e-12));
  run_until(sim, 349.9);
  const double heard_before = sim.world.blocs[0].tally.signals[2];
  run_until(sim, 350);
  REQUIRE(vendor.offer);
  CHECK(sim.world.blocs[0].tally.signals[2] > heard_before);  // the epoch of day 350: something was still on its way
  double left = 0;
  for (Eigen::Index c = 0; c < 4; ++c) left += market.underway(0, c);
  CHECK(left > 0);
}

TEST_CASE("learning: a release that replaces a product off the market is as little tried as any other", "[process]") {
  Scenario s = lapsing();
  s.learning.tested_share_spared = 0;
  s.learning.robustness_loss_per_oom = 0.7;
  s.classes[0].training = constant(140);  // a second release, half an OOM better, is approved on day 310 or 340
  s.capability.release_gain_oom = 0.4;
  north(s).supply.growth_oom_per_year = 0.5 * days_per_year / 140;
  const bool off_market = GENERATE(false, true);
  north(s).registration.validity = Days{off_market ? 130.0 : 200.0};
  north(s).registration.renewal_lead = Days{0};
  Simulation sim = start(s, {1, 0});
  run_until(sim, 309.9);
  const Vendor& vendor = sim.world.vendors[0];
  REQUIRE(bool{vendor.offer} == !off_market);
  const ModelId product = vendor.product;
  const double before = Feedback(sim.world, sim.world.vendors[0]).hardening(), q = sim.world.at(product).mean_q;
  REQUIRE(before > 0);
  run_to(sim, EventKind::deployed, sim.now());
  REQUIRE(vendor.offer);
  const double gain = sim.world.at(vendor.product).mean_q - q;
  REQUIRE(gain > 0.4);
  CHECK_THAT(Feedback(sim.world, sim.world.vendors[0]).hardening(), WithinRel(before * std::exp(-0.7 * gain), 1e-12));
}
