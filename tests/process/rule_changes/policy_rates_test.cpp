/// Poisson processes whose rate changes while the next point is waited for.

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include "sim/engine/sample.h"
#include "sim/policy/pace.h"
#include "sim/policy/policy_edit.h"
#include "tests/catch.h"
#include "tests/process/lab.h"
#include "tests/theory/estimate.h"

using namespace poldyn;
using namespace poldyn::lab;

namespace {

constexpr double year = days_per_year;

PolicyRule in_year(double years, const char* key, Value value, double until = 0) {
  PolicyRule policy;
  policy.at = Days{years * year};
  policy.until = Days{until * year};
  policy.edits.push_back({key, EditKind::set, std::move(value)});
  return policy;
}

/// Events of a kind in each of the run's years, one row per seed.
std::vector<std::vector<double>> counts(const Scenario& s, EventKind kind, std::uint32_t seeds, std::size_t years) {
  std::vector<std::vector<double>> rows;
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    Simulation sim = start(s, {77, seed});
    std::vector<double> row(years);
    const auto handled = [&](const World& world) {
      const BlocTally& t = world.blocs[0].tally;
      switch (kind) {
        case EventKind::entry_tried:
          return t.entries;
        case EventKind::vendor_leaves:
          return t.exits;
        case EventKind::audit:
          return t.audits;
        case EventKind::directive_issued:
          return t.directives;
        default:
          return t.unawarded;
      }
    };
    std::uint64_t before = 0;
    watch(sim, [&](const Event& event, const World& world) {
      const auto at = static_cast<std::size_t>(in_years(event.at));
      if (handled(world) > before && at < years) row[at] += static_cast<double>(handled(world) - before);
      before = handled(world);
    });
    rows.push_back(row);
  }
  return rows;
}

/// Mean and variance of a Poisson number are both `expected`.
void check_poisson(const std::vector<std::vector<double>>& rows, std::size_t at, double expected) {
  std::vector<double> values;
  for (const auto& row : rows) values.push_back(row[at]);
  const double n = static_cast<double>(values.size());
  const auto mean = theory::estimate(values);
  const double z = (mean.mean - expected) / std::sqrt(expected / n);
  const double spread = theory::variance(values).mean;
  const double z_spread = (spread - expected) / std::sqrt((expected + 2 * expected * expected) / n);
  INFO("year " << at << ": expected " << expected << ", mean " << mean.mean << ", z " << z << ", z of variance "
               << z_spread);
  CHECK(std::abs(z) <= 4);
  CHECK(std::abs(z_spread) <= 4);
  CHECK(4 * std::sqrt(expected / n) < 0.2 * expected);  // power: an error of a fifth cannot hide
}

Scenario still() {
  Scenario s = plain(0);
  s.mechanisms.policy = true;
  s.run.horizon = Days{4 * year};
  return s;
}

}  // namespace

TEST_CASE("rates: time and points are inverse to each other", "[process][policy]") {
  for (const Pace& pace :
       {Pace{3}, Pace{3, 0.5, 0.2}, Pace{3, -0.5}, Pace{3, 0, 0, 0.9}, Pace{3, 0.4, -1, 0.5, 0.3},
        Pace{3, 2, 0, 0, 1, 0.1}, Pace{3, 1, 0.3, 0.9, 1, 0.4, 0.5, -0.2}, Pace{3, -0.3, 0, 1, 0.5, 0.9, 0.2},
        Pace{3, 0.5, 0, 0, 1, 3, 0.1}, Pace{30, 5, 0, 0, 1, 1e-3}, Pace{3, 0.1, 0, 0, 1, 0.9, 0.5},
        Pace{3, 0.1, 0, 0.5, 1, 0.9, 0.5},
        // the wish falls below its limit after 2.75 years, or 0.75, or rises above it then
        Pace{3, 0.1, 1.1, 0, 1, 0.9, 0.5}, Pace{3, 0.1, 0, 0.5, 1, std::exp(1.1), 0.5},
        Pace{3, -0.2, 0.3, 0.7, 0.4, 0.5, 0.2}, Pace{3, 0.5, -1.1, 0, 1, 0.9, 0.1}, Pace{3, 0.5, -0.3, 1, 1, 0.9, 0.1},
        Pace{3, 0.4, 0.2, 0, 1, 0.9, 0.4, 0.1}, Pace{3, 0.4, -0.2, 0, 1, 0.9, 0.4, 0.1}})
    for (const double from : {0.0, 2.3}) {
      CHECK(points_between(pace, from, time_of_points(pace, from, 1.7)) == Approx(1.7));
      double sum = 0;  // by the midpoint rule
      const int steps = 20000;
      for (int i = 0; i < steps; ++i) {
        const double t = from + 1.5 * (i + 0.5) / steps;
        const double grown = std::exp(pace.shift - pace.base_shift + (pace.growth - pace.base_growth) * t);
        const double held = pace.filled > 0 ? std::max(1.0, std::max(1 - pace.filled, 0.0) + pace.filled * grown) : 1;
        sum += 1.5 / steps * pace.per_year * std::exp(pace.shift + pace.growth * t) / held *
               (1 + pace.swing * std::sin(2 * std::numbers::pi * t / pace.period));
      }
      CHECK(points_between(pace, from, from + 1.5) == Approx(sum).epsilon(1e-6));
    }
  CHECK(std::isinf(time_of_points({3, -0.5}, 0, 6.1)));  // it brings 6 points in all
  CHECK(std::isinf(time_of_points({3, -0.5, 0, 0, 1, 0.1}, 0, 100)));
  const Pace of_nothing{3, 1, 0, 0, 1, std::numeric_limits<double>::infinity()};
  CHECK(trend_at(of_nothing, 2) == 0);
  CHECK(std::isinf(time_of_points(of_nothing, 0, 1)));
}

TEST_CASE("rates: a trend that is held to a limit never passes it, wherever it starts", "[process][policy]") {
  for (const double filled : {1e-6, 0.3, 0.999, 1.0, 1.001, 50.0})
    for (const double base : {-0.4, 0.0, 0.7}) {
      const Pace pace{10, 3, 0, 0, 1, filled, base};
      // Of its limit, which grows with its base, it has `filled` at first, or all if that is more, and at last all.
      const auto part = [&](double t) { return trend_at(pace, t) / (10 / filled * std::exp(base * t)); };
      CHECK(part(0) == Approx(std::min(filled, 1.0)).epsilon(1e-12));
      CHECK(part(300) == Approx(1).epsilon(1e-9));
      for (double t = 0; t < 20; t += 0.25) {
        CHECK(part(t) <= 1 + 1e-12);
        CHECK(part(t + 0.25) >= part(t) - 1e-12);
      }
    }
}

TEST_CASE("rates: a limit takes and never adds, whatever grows faster", "[process][policy]") {
  const double filled = GENERATE(1e-3, 0.3, 0.999, 1.0, 1.001, 7.0), growth = GENERATE(-3.0, -0.5, 0.0, 0.4, 5.0),
               base = GENERATE(-3.0, 0.0, 0.4, 5.0), shift = GENERATE(-2.0, 0.0, 1.0);
  const Pace pace{10, growth, shift, 0, 1, filled, base, 0.5}, wish{10, growth, shift};
  const auto limit = [&](double t) { return 10 / filled * std::exp(0.5 + base * t); };
  for (double t = 0; t < 10; t += 0.125) {
    INFO("filled " << filled << ", growth " << growth << " and " << base << ", shift " << shift << ", year " << t);
    const double least = std::min(trend_at(wish, t), limit(t));
    CHECK(trend_at(pace, t) <= least * (1 + 1e-12));
    CHECK(trend_at(pace, t) >= least / 2 * (1 - 1e-12));  // by logistic: half of both where they meet
    CHECK(points_between(pace, 0, t) <= points_between(wish, 0, t) * (1 + 1e-12));
  }
  // The same years in two pieces, and there and back, wherever the trend bends.
  const double all = points_between(pace, 0, 4);
  CHECK(points_between(pace, 0, 1.7) + points_between(pace, 1.7, 4) == Approx(all).epsilon(1e-10));
  CHECK(time_of_points(pace, 0, points_between(pace, 0, 1.7)) == Approx(1.7).epsilon(1e-8));
  CHECK(std::isinf(time_of_points(pace, 0, all, 3.999)));
  CHECK(time_of_points(pace, 0, all, 4.001) == Approx(4).epsilon(1e-8));
}

TEST_CASE("rates: entry stops, starts and changes, and is Poisson all along", "[process][policy]") {
  Scenario s = still();
  s.mechanisms.entry = true;
  north(s).population.entry_rate_per_year = 2;
  north(s).population.vendors = 1;  // or nothing would happen while nobody enters
  const char* key = "bloc.north.population.entry_rate";
  s.policies = {in_year(1, key, 8.0), in_year(2, key, 0.0, 3)};
  const auto rows = counts(s, EventKind::entry_tried, 400, 4);
  check_poisson(rows, 0, 2);
  check_poisson(rows, 1, 8);
  for (const auto& row : rows) CHECK(row[2] == 0);
  check_poisson(rows, 3, 8);
  north(s).population.entry_rate_per_year = 0;  // nothing is scheduled at the start
  const auto late = counts(s, EventKind::entry_tried, 400, 4);
  for (const auto& row : late) CHECK(row[0] == 0);
  check_poisson(late, 1, 8);
}

TEST_CASE("rates: tenders with growth and seasons follow a change of either", "[process][policy]") {
  Scenario s = still();
  s.mechanisms.procurement = true;
  ProcurementRule& rule = north(s).procurement;
  rule.tenders_per_year = 3;
  rule.seasonal_amplitude = 0.8;
  rule.growth_per_year = 0.3;
  s.policies = {in_year(1, "bloc.north.procurement.tenders", 6.0), in_year(2, "bloc.north.procurement.growth", -0.5),
                in_year(3.25, "bloc.north.procurement.seasonal_amplitude", 0.0)};
  const auto rows = counts(s, EventKind::tender_opens, 400, 4);
  check_poisson(rows, 0, points_between({3, 0.3, 0, 0.8}, 0, 1));
  check_poisson(rows, 1, points_between({6, 0.3, 0, 0.8}, 1, 2));
  check_poisson(rows, 2, points_between({6, -0.5, 1.6, 0.8}, 2, 3));  // from where it was: 0.3 x 2 = -0.5 x 2 + 1.6
  check_poisson(rows, 3, points_between({6, -0.5, 1.6, 0.8}, 3, 3.25) + points_between({6, -0.5, 1.6}, 3.25, 4));
}

TEST_CASE("rates: tenders that saturate follow a change of limit, growth or demand", "[process][policy]") {
  Scenario s = still();
  s.mechanisms.procurement = true;
  ProcurementRule& rule = north(s).procurement;
  rule.tenders_per_year = 3;
  rule.growth_per_year = 1;
  rule.seasonal_amplitude = 0.5;
  rule.value = constant(2), rule.length = constant(year);
  north(s).market.demand_per_year = 60;  // contracts begin at a tenth of it
  north(s).market.demand_growth_per_year = 0.2;
  rule.saturation = 0.4;
  s.policies = {in_year(1, "bloc.north.procurement.saturation", 0.15),
                in_year(2, "bloc.north.market.demand_growth", 0.5),
                in_year(3, "bloc.north.procurement.saturation", 0.0)};
  const auto rows = counts(s, EventKind::tender_opens, 400, 4);
  check_poisson(rows, 0, points_between({3, 1, 0, 0.5, 1, 0.25, 0.2, 0}, 0, 1));
  check_poisson(rows, 1, points_between({3, 1, 0, 0.5, 1, 2.0 / 3, 0.2, 0}, 1, 2));
  check_poisson(rows, 2, points_between({3, 1, 0, 0.5, 1, 2.0 / 3, 0.5, -0.6}, 2, 3));  // 0.2 x 2 = 0.5 x 2 - 0.6
  check_poisson(rows, 3, points_between({3, 1, 0, 0.5}, 3, 4));
}

TEST_CASE("rates: tenders that did not come before the horizon come when the rate rises", "[process][policy]") {
  Scenario s = still();
  s.mechanisms.procurement = true;
  north(s).procurement.tenders_per_year = 0.02;
  s.policies = {in_year(2, "bloc.north.procurement.tenders", 5.0)};
  const auto rows = counts(s, EventKind::tender_opens, 400, 4);
  check_poisson(rows, 2, 5);
  check_poisson(rows, 3, 5);
}

TEST_CASE("rates: each vendor's hazard of exit is the rule's of the day", "[process][policy]") {
  Scenario s = still();
  s.mechanisms.exit = true;
  north(s).population.vendors = 400;
  north(s).population.exit_hazard_per_year = 0.1;
  const char* key = "bloc.north.population.exit_hazard";
  s.policies = {in_year(1, key, 1.0), in_year(2, key, 0.0, 3)};
  const auto rows = counts(s, EventKind::vendor_leaves, 20, 4);
  double left = 400;
  for (const auto& [at, hazard] : {std::pair{std::size_t{0}, 0.1}, {1, 1.0}, {3, 1.0}}) {
    double sum = 0;
    for (const auto& row : rows) sum += row[at];
    const double p = -std::expm1(-hazard), n = 20 * left;
    const double z = (sum - n * p) / std::sqrt(n * p);  // wide enough: exits of earlier years vary too
    INFO("year " << at << ": z " << z);
    CHECK(std::abs(z) <= 4);
    CHECK(4 / std::sqrt(n * p) < 0.2);
    left *= std::exp(-hazard);
  }
  for (const auto& row : rows) CHECK(row[2] == 0);
}

TEST_CASE("rates: audits and directives stop, start and change, and are Poisson all along", "[process][policy]") {
  const auto [kind, key] = GENERATE(table<EventKind, const char*>(
      {{EventKind::audit, "bloc.north.audits.visits"}, {EventKind::directive_issued, "bloc.north.directives.rate"}}));
  INFO(key);
  Scenario s = still();
  s.mechanisms.audits = s.mechanisms.directives = true;
  north(s).population.vendors = 1;  // with a product from day 100 on: before that nobody can be visited
  north(s).audits.visits_per_year = north(s).directives.rate_per_year = 3;
  s.policies = {in_year(1, key, 9.0), in_year(2, key, 0.0, 3)};
  const auto rows = counts(s, kind, 400, 4);
  if (kind == EventKind::directive_issued) check_poisson(rows, 0, 3);
  check_poisson(rows, 1, 9);
  for (const auto& row : rows) CHECK(row[2] == 0);
  check_poisson(rows, 3, 9);
  north(s).audits.visits_per_year = north(s).directives.rate_per_year = 0;  // nothing is scheduled at the start
  const auto late = counts(s, kind, 400, 4);
  for (const auto& row : late) CHECK(row[0] == 0);
  check_poisson(late, 1, 9);
}

TEST_CASE("rates: a higher rate of audits or directives brings each one at its old count of expected points",
          "[process][policy]") {
  // Under a rate of 2 the k-th point lies at x(k) / 2 years. With 8 from year 1 on it is at 1 + (x(k) - 2) / 8.
  const auto days = [](const Scenario& s) {
    Simulation sim = start(s, {9, 0});
    std::vector<double> found;
    std::uint64_t before = 0;
    watch(sim, [&](const Event& event, const World& world) {
      if (world.blocs[0].tally.directives > before) found.push_back(in_years(event.at));
      before = world.blocs[0].tally.directives;
    });
    return found;
  };
  Scenario s = still();
  s.mechanisms.directives = true;
  north(s).population.vendors = 1;
  north(s).directives.rate_per_year = 2;
  s.run.horizon = Days{8 * year};
  const auto slow = days(s);
  s.policies = {in_year(1, "bloc.north.directives.rate", 8.0)};
  const auto fast = days(s);
  REQUIRE(slow.size() > 8);
  for (std::size_t i = 0; i < slow.size(); ++i)
    CHECK(fast[i] == Approx(slow[i] < 1 ? slow[i] : 1 + (slow[i] - 1) / 4).epsilon(1e-9));
}

TEST_CASE("rates: dates of directives are those of the rule of the day, each with draws of its own",
          "[process][policy]") {
  const auto issued = [](const Scenario& s) {
    Simulation sim = start(s, {1, 0});
    std::vector<std::pair<double, std::uint32_t>> found;
    std::uint64_t before = 0;
    watch(sim, [&](const Event& event, const World& world) {
      if (world.blocs[0].tally.directives > before) found.emplace_back(in_days(event.at), event.what.detail);
      before = world.blocs[0].tally.directives;
    });
    return found;
  };
  using Found = std::vector<std::pair<double, std::uint32_t>>;
  constexpr std::uint32_t first = dated_directives;
  const char* key = "bloc.north.directives.days";
  Scenario s = still();
  s.mechanisms.directives = true;
  north(s).population.vendors = 1;
  north(s).directives.rate_per_year = 0;
  north(s).directives.days = {100, 200, 500};
  CHECK(issued(s) == Found{{100, first}, {200, first + 1}, {500, first + 2}});
  // What is past stays past, and what the old rule planned is called off. Places in the list are kept where they are
  // free.
  s.policies = {in_year(1, key, std::vector<double>{100, 150, 600, 700})};
  CHECK(issued(s) == Found{{100, first}, {200, first + 1}, {600, first + 2}, {700, first + 3}});
  s.policies = {in_year(1, key, std::vector<double>{600, 700})};
  CHECK(issued(s) == Found{{100, first}, {200, first + 1}, {600, first + 3}, {700, first + 4}});
  // At its end the old list comes back, but for what fell in between.
  s.policies = {in_year(1, key, std::vector<double>{100, 200}, 450 / year)};
  CHECK(issued(s) == Found{{100, first}, {200, first + 1}, {500, first + 2}});
  s.policies = {in_year(1, key, std::vector<double>{100, 200}, 550 / year)};
  CHECK(issued(s) == Found{{100, first}, {200, first + 1}});
}

namespace {

/// Most events of a kind on one day.
std::size_t most_on_a_day(const Scenario& s, EventKind kind, std::uint32_t seed, std::size_t* all = nullptr) {
  Simulation sim = start(s, {seed, 0});
  std::map<std::int64_t, std::size_t> days;
  const auto of = [&](const World& world) {
    const BlocTally& t = world.blocs[0].tally;
    return kind == EventKind::vendor_leaves  ? t.exits
           : kind == EventKind::audit        ? t.audits
           : kind == EventKind::tender_opens ? t.unawarded + t.tenders
                                             : t.entries;
  };
  std::uint64_t before = 0;
  watch(sim, [&](const Event& event, const World& world) {
    const std::uint64_t now = of(world);
    if (now > before && event.at > SimTime{}) days[static_cast<std::int64_t>(in_days(event.at))] += now - before;
    before = now;
  });
  std::size_t most = 0, sum = 0;
  for (const auto& [day, n] : days) most = std::max(most, n), sum += n;
  if (all) *all = sum;
  return most;
}

}  // namespace

TEST_CASE("rates: however small a rate was, those who wait under it do not go together when it rises",
          "[process][policy]") {
  const double small = GENERATE(1e-3, 1e-4, 1e-6, 1e-12, 0.0);
  const bool moratorium = GENERATE(false, true);
  INFO(small << (moratorium ? " for a year" : " from the start"));
  Scenario s = still();
  s.run.horizon = Days{5 * year};
  s.mechanisms.exit = true;
  north(s).population.vendors = 1000;
  north(s).population.exit_hazard_per_year = moratorium ? 0.5 : small;
  const char* key = "bloc.north.population.exit_hazard";
  s.policies = {moratorium ? in_year(1, key, small, 2) : in_year(2, key, 0.5)};
  std::size_t all = 0;
  // Half of the vendors a year, or 1.4 a day: more than 12 on any of 2,000 days has a chance of 1e-5.
  CHECK(most_on_a_day(s, EventKind::vendor_leaves, 5, &all) <= 12);
  const double years = moratorium ? 4 : 3, expected = 1000 * -std::expm1(-0.5 * years);
  CHECK(std::abs(static_cast<double>(all) - expected) < 4 * std::sqrt(expected * std::exp(-0.5 * years)));
}

TEST_CASE("rates: a first entrant, visit or tender comes as soon after a small rate as after none",
          "[process][policy]") {
  const double small = GENERATE(1e-4, 1e-9);
  const auto median_years = [&](const char* key, EventKind kind, auto&& set) {
    std::vector<double> first;
    for (std::uint32_t seed = 0; seed < 400; ++seed) {
      Scenario s = still();
      s.run.horizon = Days{30 * year};
      north(s).population.vendors = 1;
      set(s);
      s.policies = {in_year(3, key, 0.5)};
      Simulation sim = start(s, {77, seed});
      const auto found = run_to(sim, kind, at_day(1));
      first.push_back(found ? in_years(found->at) - 3 : 30);
    }
    std::nth_element(first.begin(), first.begin() + 200, first.end());
    return first[200];
  };
  const double theory = std::log(2.0) / 0.5;  // its standard error is 0.1 years
  CHECK_THAT(
      median_years("bloc.north.population.entry_rate", EventKind::entry_tried,
                   [&](Scenario& s) { s.mechanisms.entry = true, north(s).population.entry_rate_per_year = small; }),
      WithinAbs(theory, 0.4));
  CHECK_THAT(median_years("bloc.north.audits.visits", EventKind::audit,
                          [&](Scenario& s) { s.mechanisms.audits = true, north(s).audits.visits_per_year = small; }),
             WithinAbs(theory, 0.4));
  CHECK_THAT(median_years("bloc.north.procurement.tenders", EventKind::tender_opens,
                          [&](Scenario& s) {
                            s.mechanisms.procurement = true;
                            north(s).procurement.tenders_per_year = small;
                          }),
             WithinAbs(theory, 0.4));
}

TEST_CASE("rates: what is drawn for a point is the same through any small rate, and through none",
          "[process][policy]") {
  const auto exits = [](double between) {
    Scenario s = still();
    s.run.horizon = Days{8 * year};
    s.mechanisms.exit = true;
    north(s).population.vendors = 50;
    north(s).population.exit_hazard_per_year = 0.5;
    s.policies = {in_year(1, "bloc.north.population.exit_hazard", between, 3)};
    Simulation sim = start(s, {3, 0});
    std::vector<double> days;
    watch(sim, [&](const Event& event, const World& world) {
      if (kind_of(event) == EventKind::vendor_leaves && world.vendors[event.what.subject].active == false)
        days.push_back(in_days(event.at));
    });
    return days;
  };
  const auto none = exits(0), hardly = exits(1e-9);
  REQUIRE(none.size() > 40);
  REQUIRE(none.size() == hardly.size());
  for (std::size_t i = 0; i < none.size(); ++i) CHECK_THAT(hardly[i], WithinAbs(none[i], 1e-4));
}

TEST_CASE("rates: outside filings that were not due before the horizon come when they speed up", "[process][policy]") {
  Scenario s = still();
  s.mechanisms.filings = s.mechanisms.approval = true;
  north(s).filings.interarrival = constant(1e6);
  s.policies = {in_year(1, "bloc.north.filings.interarrival", constant(1e6 / 1e4))};  // each 100 days
  Simulation sim = start(s, {1, 0});
  const auto first = run_to(sim, EventKind::filings_arrive);
  // 365.25 of the 1e6 days are over; the rest passes 1e4 times as fast.
  REQUIRE(first);
  CHECK_THAT(in_days(first->at), WithinAbs(year + (1e6 - year) / 1e4, 1e-3));
}

TEST_CASE("rates: an event that was called off stays so after 65,536 changes of the rate", "[process][policy][slow]") {
  Scenario s = still();
  s.mechanisms.entry = true;
  north(s).population.vendors = 1;
  north(s).population.entry_rate_per_year = 4;
  const auto days = [](const Scenario& scenario) {
    Simulation sim = start(scenario, {2, 0});
    std::vector<double> made;
    std::uint64_t before = 0;
    watch(sim, [&](const Event& event, const World& world) {
      if (world.blocs[0].tally.entries > before) made.push_back(in_days(event.at));
      before = world.blocs[0].tally.entries;
    });
    return made;
  };
  const auto plain = days(s);
  REQUIRE(!plain.empty());
  // The rate falls to a hundredth just before the first candidate, in so many steps that at its old time the count is
  // the one that it was scheduled under.
  PolicyRule fall = in_year(0, "bloc.north.population.entry_rate", 0.04);
  fall.phase_step = Days{1e-4};
  fall.phase_in = Days{1e-4 * 70'000};
  fall.at = Days{plain[0] - 1e-4 * 65'536.5};
  REQUIRE(fall.at > Days{0});
  s.policies = {fall};
  const auto slow = days(s);
  CHECK((slow.empty() || slow[0] > plain[0] + 1));
}
