/// Changes of the rules during a run: when they come and go, and what follows them.

#include "sim/process/rule_changes/policy.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>
#include <vector>

#include "sim/policy/policy_edit.h"
#include "sim/run/simulate.h"
#include "tests/catch.h"
#include "tests/process/invariants.h"
#include "tests/process/lab.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

PolicyRule dated(double day, const char* key, Value value, double until = 0) {
  PolicyRule policy;
  policy.at = Days{day};
  policy.until = Days{until};
  policy.edits.push_back({key, EditKind::set, std::move(value)});
  return policy;
}

Value value_at(Simulation& sim, double day, const char* key) {
  run_until(sim, day);
  return find_parameter(sim.rules, key).get();
}

}  // namespace

TEST_CASE("policy: a dated change holds from its date to its end, and then exactly what held before", "[policy]") {
  const char* key = "bloc.north.market.demand";
  Scenario s = plain();
  s.mechanisms.policy = true;
  north(s).market.demand_per_year = 0.1 + 0.2;
  s.policies = {dated(100, key, 7.0, 300), dated(200, key, 9.0, 400)};
  Simulation sim = start(s, {1, 0});
  CHECK(value_at(sim, 99.9, key) == Value{0.1 + 0.2});
  CHECK(value_at(sim, 100, key) == Value{7.0});
  CHECK(value_at(sim, 250, key) == Value{9.0});
  CHECK(value_at(sim, 350, key) == Value{9.0});  // the first has ended under the second
  CHECK(value_at(sim, 400, key) == Value{0.1 + 0.2});
}

TEST_CASE("policy: a phase-in goes in its steps and reaches exactly the target", "[policy]") {
  const char* key = "bloc.north.market.demand";
  Scenario s = plain();
  s.mechanisms.policy = true;
  north(s).market.demand_per_year = 0.1;
  s.policies = {dated(100, key, 0.3, 900)};
  s.policies[0].phase_in = Days{50};
  s.policies[0].phase_step = Days{20};
  Simulation sim = start(s, {1, 0});
  CHECK(value_at(sim, 100, key) == Value{0.1});
  CHECK(value_at(sim, 119, key) == Value{0.1});
  CHECK(std::get<double>(value_at(sim, 120, key)) == Approx(0.1 + 0.4 * 0.2));
  CHECK(std::get<double>(value_at(sim, 149, key)) == Approx(0.1 + 0.8 * 0.2));
  CHECK(value_at(sim, 150, key) == Value{0.3});
  CHECK(value_at(sim, 899, key) == Value{0.3});
  CHECK(value_at(sim, 900, key) == Value{0.1});
}

TEST_CASE("policy: one that ends in its phase-in takes no more steps", "[policy]") {
  const char* key = "bloc.north.market.demand";
  Scenario s = plain();
  s.mechanisms.policy = true;
  north(s).market.demand_per_year = 1;
  s.policies = {dated(100, key, 3.0, 130)};
  s.policies[0].phase_in = Days{100};
  s.policies[0].phase_step = Days{20};
  Simulation sim = start(s, {1, 0});
  CHECK(std::get<double>(value_at(sim, 125, key)) > 1);
  CHECK(value_at(sim, 131, key) == Value{1.0});
  CHECK(value_at(sim, 500, key) == Value{1.0});
}

namespace {

/// Feeds a metric to a triggered policy at each monthly sample; returns days of firing and of release.
std::pair<std::vector<double>, std::vector<double>> drive(PolicyRule policy, double fires_above, double ends_below,
                                                          const std::function<double(int)>& metric, int samples) {
  policy.when = "x";
  policy.condition.steps = {{ConditionStep::Op::greater, 0, 0, 0, fires_above}};
  if (ends_below > -1e300) policy.release_when = "x";
  policy.release.steps = {{ConditionStep::Op::less, 0, 0, 0, ends_below}};
  Scenario s = plain();
  s.mechanisms.policy = true;
  s.policies = {policy};
  Simulation sim = start(s, {1, 0});
  std::pair<std::vector<double>, std::vector<double>> days;
  for (int k = 0; k < samples; ++k) {
    run_until(sim, 10.0 * k);
    const auto value = [&](const ConditionStep&) { return metric(k); };
    const Waits waits = policy_waits(sim, 0);
    if (waits == Waits::when && holds(policy.condition, value)) fire_policy(sim, 0), days.first.push_back(10.0 * k);
    if (waits == Waits::release_when && holds(policy.release, value))
      release_policy(sim, 0), days.second.push_back(10.0 * k);
  }
  return days;
}

}  // namespace

TEST_CASE("policy: with hysteresis a noisy square wave fires once per period and does not chatter", "[policy]") {
  // Ten samples high, ten low, and a noise of 40 in alternate samples: thresholds at 150 and 50 lie beyond it.
  const auto wave = [](int k) { return (k / 10 % 2 ? 200.0 : 0.0) + (k % 2 ? 40.0 : 0.0); };
  PolicyRule policy = dated(0, "bloc.north.market.demand", 7.0);
  const auto [fired, ended] = drive(policy, 150, 50, wave, 100);
  CHECK(fired == std::vector<double>{100, 300, 500, 700, 900});
  CHECK(ended == std::vector<double>{200, 400, 600, 800});
  // Power: with both thresholds within the noise it does chatter.
  CHECK(drive(policy, 220, 220, wave, 100).first.size() > 20);
}

TEST_CASE("policy: gap and times bound the firings of an increment, and dates bound all", "[policy]") {
  const auto always = [](int) { return 1000.0; };
  PolicyRule policy = dated(0, "bloc.north.market.demand", 7.0);
  const double none = -1e301;
  CHECK(drive(policy, 100, none, always, 50).first.size() == 1);  // what is set is set
  policy.edits[0].kind = EditKind::add;
  CHECK(drive(policy, 100, none, always, 50).first.size() == 50);
  policy.gap = Days{30};
  CHECK(drive(policy, 100, none, always, 50).first.size() == 17);  // on days 0, 30, ..., 480
  policy.times = 3;
  CHECK(drive(policy, 100, none, always, 50).first == std::vector<double>{0, 30, 60});
  policy.at = Days{200};
  CHECK(drive(policy, 100, none, always, 50).first == std::vector<double>{200, 230, 260});
  policy.until = Days{225};
  CHECK(drive(policy, 100, none, always, 50).first == std::vector<double>{200});
}

TEST_CASE("policy: reviewers come at once, and go when they have finished", "[policy]") {
  const char* key = "bloc.north.stage.desk.reviewers";
  Scenario s = plain(0);
  s.mechanisms.policy = s.mechanisms.filings = true;
  s.mechanisms.projects = false;
  s.run.horizon = Days{400};
  north(s).filings.interarrival = constant(1);
  StageRule& desk = north(s).stages[0].rule;
  desk.review = constant(50);
  desk.reviewers = 2;
  desk.unlimited = false;
  s.policies = {dated(100.5, key, std::int64_t{10}), dated(130.5, key, std::int64_t{3})};
  Simulation sim = start(s, {1, 0});
  const Office& office = sim.world.offices[0];
  run_until(sim, 100.4);
  CHECK(office.in_review == 2);
  run_until(sim, 100.5);
  CHECK(office.in_review == 10);
  run_until(sim, 130.6);
  CHECK(office.reviewers == 3);
  CHECK(office.in_review == 10);  // nobody drops what is begun
  std::uint32_t most = 0;
  watch(sim, [&](const Event& event, const World&) {
    if (in_days(event.at) > 151.5) most = std::max(most, office.in_review);
  });
  CHECK(most == 3);
}

TEST_CASE("policy: filings under way finish on the route they began", "[policy]") {
  Scenario s = plain(0);
  s.mechanisms.policy = s.mechanisms.filings = true;
  s.mechanisms.projects = false;
  s.run.horizon = Days{500};
  BlocRules& b = north(s);
  b.filings.interarrival = constant(10);
  StageRule slow;
  slow.unlimited = true;
  slow.review = constant(40);
  b.stages.push_back({"board", slow});
  b.tracks[0].rule.stages = {"desk", "board"};
  b.stages[0].rule.review = constant(20);
  s.policies = {dated(205, "bloc.north.track.full.stages", std::vector<std::string>{"desk"}, 305)};
  Simulation sim = start(s, {1, 0});
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) != EventKind::review_ends) return;
    const Office& board = world.offices[1];
    if (in_days(event.at) > 275.5 && in_days(event.at) < 305) CHECK(board.in_review == 0);
  });
  // Filed on days 10 to 200 and 310 on: two stages; on 210 to 300: one.
  CHECK(sim.world.offices[0].tally.finished == 48);
  CHECK(sim.world.offices[1].tally.finished == 20 + 14);
}

TEST_CASE("policy: a window that goes lets those go that wait for it; one that moves takes them along", "[policy]") {
  const char* key = "bloc.north.stage.desk.window";
  Scenario s = plain(0);
  s.mechanisms.policy = s.mechanisms.filings = s.mechanisms.windows = true;
  s.mechanisms.projects = false;
  s.run.horizon = Days{1000};
  north(s).filings.interarrival = constant(10);
  north(s).stages[0].rule.window = Days{365};
  s.policies = {dated(301, key, 0.0), dated(401, key, 50.0), dated(421, key, 90.0)};
  Simulation sim = start(s, {1, 0});
  const OfficeTally& tally = sim.world.offices[0].tally;
  run_until(sim, 300);
  CHECK(tally.finished == 0);
  run_until(sim, 301);
  CHECK(tally.finished == 27);  // filed on days 10 to 270, reviewed by 300
  run_until(sim, 400);
  CHECK(tally.finished == 37);
  run_until(sim, 449.9);  // 450 is a date of every 50 days and of every 90
  CHECK(tally.finished == 37);
  run_until(sim, 450);
  CHECK(tally.finished == 42);
  run_until(sim, 539.9);
  CHECK(tally.finished == 42);
  run_until(sim, 540);
  CHECK(tally.finished == 51);
}

TEST_CASE("policy: a change of discipline sorts those who wait", "[policy]") {
  const char* key = "bloc.north.stage.desk.discipline";
  Scenario s = plain(0);
  s.mechanisms.policy = s.mechanisms.filings = true;
  s.mechanisms.projects = false;
  s.run.horizon = Days{400};
  north(s).filings.interarrival = constant(3);
  north(s).filings.priority_weights = {1, 1, 1};
  north(s).stages[0].rule.reviewers = 1;
  north(s).stages[0].rule.unlimited = false;
  s.policies = {dated(100, key, std::string("priority"), 200)};
  Simulation sim = start(s, {1, 0});
  const auto sizes = [&](double day) {
    run_until(sim, day);
    CHECK(what_is_wrong(sim) == "");
    return std::vector<std::uint32_t>{sim.world.offices[0].queue[0].size, sim.world.offices[0].queue[1].size,
                                      sim.world.offices[0].queue[2].size};
  };
  const auto fifo = sizes(99);
  CHECK(fifo[0] > 20);
  CHECK(fifo[1] == 0);
  const auto sorted = sizes(100);
  CHECK(sorted[0] + sorted[1] + sorted[2] >= fifo[0]);
  CHECK((sorted[1] > 3 && sorted[2] > 3));
  CHECK(sizes(200)[1] == 0);
  SimTime last{};
  for (FilingId id = sim.world.offices[0].queue[0].first; id; id = sim.world.at(id).next) {
    CHECK(sim.world.at(id).arrived >= last);
    last = sim.world.at(id).arrived;
  }
}

namespace {

/// One vendor, whose second release is never better, under a rule that comes on day 250. Days on the market after that.
std::vector<double> days_off(Existing existing, double review, double transition) {
  Scenario s = plain();
  make_all_file(s);
  s.mechanisms.policy = s.mechanisms.market = true;
  s.run.horizon = Days{800};
  s.capability.release_gain_oom = 1;
  north(s).registration.who = WhoFiles::nobody;
  north(s).registration.existing = existing;
  north(s).registration.transition = Days{transition};
  north(s).stages[0].rule.review = constant(review);
  s.policies = {dated(250, "bloc.north.registration.who", std::string("all"))};
  Simulation sim = start(s, {1, 0});
  std::vector<double> changes;
  bool on = false;
  watch(sim, [&](const Event& event, const World& world) {
    if (world.vendors.empty() || bool(world.vendors[0].offer) == on) return;
    on = !on;
    changes.push_back(in_days(event.at));
  });
  CHECK(what_is_wrong(sim) == "");
  return changes;
}

}  // namespace

TEST_CASE("policy: models in service are grandfathered, or file and leave at the end of the transition", "[policy]") {
  CHECK(days_off(Existing::grandfathered, 90, 60) == std::vector<double>{100});
  CHECK(days_off(Existing::must_file, 30, 60) == std::vector<double>{100});
  CHECK(days_off(Existing::must_file, 90, 60) == std::vector<double>{100, 310, 340});
}

TEST_CASE("policy: where nobody files any more, what was held back is deployed and no approval runs out", "[policy]") {
  Scenario s = plain();
  make_all_file(s);
  s.mechanisms.policy = s.mechanisms.renewal = s.mechanisms.bundling = s.mechanisms.market = true;
  s.run.horizon = Days{900};
  north(s).supply.growth_oom_per_year = 0.5;
  north(s).registration.validity = Days{400};
  north(s).registration.renewal_lead = Days{50};
  north(s).registration.bundling = 20;
  s.policies = {dated(450, "bloc.north.registration.who", std::string("nobody"))};
  Simulation sim = start(s, {1, 0});
  run_until(sim, 449);
  CHECK(sim.world.vendors[0].candidate);
  CHECK(sim.world.vendors[0].releases == 1);
  run_until(sim, 450);
  CHECK_FALSE(sim.world.vendors[0].candidate);
  CHECK(sim.world.vendors[0].releases == 2);
  bool always = true;
  watch(sim, [&](const Event&, const World& world) { always &= bool(world.vendors[0].offer); });
  CHECK(always);
  CHECK(sim.world.blocs[0].tally.expired == 0);
}

TEST_CASE("policy: growth turns the curve where it is", "[policy]") {
  Scenario s = plain(3);
  s.mechanisms.policy = s.mechanisms.market = true;
  s.run.horizon = Days{4 * days_per_year};
  north(s).market.epoch = Days{days_per_year / 64};
  north(s).market.demand_per_year = 100;
  north(s).market.demand_growth_per_year = 0.5;
  const auto use = [](const Scenario& of) {
    Simulation sim = start(of, {1, 0});
    finish(sim);
    return sim.world.blocs[0].tally.use;
  };
  // Demand is 100 e^(t/2) to year 2, constant to year 3, then grows again from where it was.
  s.policies = {dated(2 * days_per_year, "bloc.north.market.demand_growth", 0.0, 3 * days_per_year)};
  const double first_offer = 100 / days_per_year;  // until then nobody can use anything
  const double first_epoch = std::floor(first_offer * 64) / 64;
  const double expected =
      200 * (std::exp(1) - std::exp(first_epoch / 2)) + 100 * std::exp(1) + 200 * (std::exp(1.5) - std::exp(1));
  CHECK(use(s) == Approx(expected).epsilon(1e-4));
}

TEST_CASE("policy: each firing of an increment adds to those before, and its end takes all of them back", "[policy]") {
  const char* key = "bloc.north.market.demand";
  PolicyRule policy = dated(0, key, 5.0, 500);
  policy.edits[0].kind = EditKind::add;
  policy.when = "x";
  policy.condition.steps = {{ConditionStep::Op::greater, 0, 0, 0, 100}};
  Scenario s = plain();
  s.mechanisms.policy = true;
  north(s).market.demand_per_year = 1;
  s.policies = {policy};
  Simulation sim = start(s, {1, 0});
  for (int k = 1; k <= 3; ++k) {
    run_until(sim, 10.0 * k);
    CHECK(policy_waits(sim, 0) == Waits::when);
    fire_policy(sim, 0);
    CHECK(value_at(sim, 10.0 * k + 1, key) == Value{1 + 5.0 * k});
  }
  CHECK(value_at(sim, 499, key) == Value{16.0});
  CHECK(value_at(sim, 501, key) == Value{1.0});
  CHECK(policy_waits(sim, 0) == Waits::nothing);
}

TEST_CASE("policy: a triggered one may fire at the very sample that its date names, in any unit", "[policy]") {
  const auto [unit, days] = GENERATE(table<const char*, double>(
      {{"y", days_per_year}, {"mo", days_per_month}, {"wk", 7.0}, {"d", 1.0}, {"h", 1.0 / 24}}));
  for (int tenths = 1; tenths <= 60; ++tenths) {
    Scenario s = plain(0);
    s.mechanisms.policy = true;
    s.mechanisms.projects = false;
    s.run.sample_interval = Days{0.1 * days};
    s.run.horizon = Days{7 * days};
    PolicyRule p = dated(0, "bloc.north.market.demand", 7.0);
    p.at = Days{tenths / 10.0 * days};  // as a reader makes it of "1.1 y"
    p.when = "always";
    s.policies = {p};
    Simulation sim = start(s, {1, 0});
    INFO(p.at.count() << " d, " << tenths / 10.0 << " " << unit);
    run_until(sim, in_days(at_day(p.at.count()) - Ticks{1}));
    CHECK(policy_waits(sim, 0) == Waits::nothing);
    run_until(sim, in_days(at_day(p.at.count())));
    CHECK(policy_waits(sim, 0) == Waits::when);
  }
}

TEST_CASE("policy: with fewer reviewers utilisation is of those there are, also where a warm-up begins", "[policy]") {
  const double warmup = GENERATE(0.0, 40.0, 50.0, 60.0, 64.5);
  Scenario s = plain(0);
  s.mechanisms.policy = s.mechanisms.filings = true;
  s.mechanisms.projects = false;
  s.run.horizon = Days{100};
  s.run.warmup = Days{warmup};
  s.run.sample_interval = Days{10};
  north(s).filings.interarrival = constant(1);
  StageRule& desk = north(s).stages[0].rule;
  desk.review = constant(30);
  desk.reviewers = 4;
  desk.unlimited = false;
  s.policies = {dated(50, "bloc.north.stage.desk.reviewers", std::int64_t{1})};
  const RunResult result = simulate(s, {1, 0});
  std::size_t utilisation = 0;
  while (total_metrics()[utilisation].name != "utilisation") ++utilisation;
  // Four are there until day 61, then one less each day until day 64; from day 4 on whoever is there is busy, and
  // before that 4 + 3 + 2 + 1 reviewer-days are idle.
  const double there = 4 * 61 + 3 + 2 + 1 + 36, value = result.totals[utilisation][0];
  if (warmup > 0)
    CHECK(value == 1);
  else
    CHECK_THAT(value, WithinRel((there - 10) / there, 1e-12));
}

TEST_CASE("policy: filings of other batches have numbers of their own", "[policy]") {
  Scenario s = plain(0);
  s.mechanisms.policy = s.mechanisms.filings = true;
  s.mechanisms.projects = false;
  s.run.horizon = Days{1500};
  north(s).filings.interarrival = constant(10);
  north(s).filings.batch = GENERATE(10, 3);
  north(s).stages[0].rule.review = exponential(2);
  s.policies = {dated(305, "bloc.north.filings.batch", std::int64_t{1}, 605),
                dated(905, "bloc.north.filings.batch", std::int64_t{7})};
  Simulation sim = start(s, {1, 0});
  std::vector<std::pair<std::uint32_t, SimTime>> begun;
  std::vector<Ticks> lengths;
  std::uint64_t filed = 0;
  watch(sim, [&](const Event& event, const World& world) {
    if (kind_of(event) == EventKind::review_ends)
      for (auto& [filing, since] : begun)
        if (filing == event.what.subject && since > SimTime{}) {
          lengths.push_back(event.at - since);
          since = SimTime{};
        }
    if (kind_of(event) == EventKind::filings_arrive)
      for (std::size_t i = 0; i < world.filings.capacity(); ++i)
        if (world.at(FilingId{i}).review_started == event.at && world.at(FilingId{i}).state == FilingState::in_review)
          begun.emplace_back(static_cast<std::uint32_t>(i), event.at);
    filed = world.offices[0].tally.arrived;
  });
  REQUIRE(static_cast<double>(lengths.size()) > 0.98 * static_cast<double>(filed));
  std::sort(lengths.begin(), lengths.end());
  CHECK(std::adjacent_find(lengths.begin(), lengths.end()) == lengths.end());
}
