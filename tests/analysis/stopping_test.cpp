/// Campaigns that stop when a precision is reached, on quantities whose mean is known.

#include <cmath>
#include <cstdio>
#include <random>

#include "analysis/precision.h"
#include "sim/engine/stream.h"
#include "tests/catch.h"
#include "tests/theory/reference_cases.h"

using namespace poldyn::analysis;
using poldyn::Stream;

namespace {

/// Mean wait of the first `count` customers of M/M/1 that starts empty, arrivals 1 a day: E W_n = sum of E S_k^+ / k
/// for k up to n (Spitzer 1956). S_k^+ is what remains of k services when the k-th arrival comes: each event before it
/// is an arrival with probability p.
double mean_first_waits(double service, int count) {
  const double p = 1 / (1 + 1 / service);
  double wait = 0, sum = 0;
  for (int k = 1; k < count; ++k) {
    double chance = std::pow(p, k), excess = 0;  // of j services before the k-th arrival
    for (int j = 0; j < k; ++j) {
      excess += (k - j) * chance;
      chance *= (1 - p) * (k + j) / (j + 1);
    }
    wait += service * excess / k;
    sum += wait;
  }
  return sum / count;
}

/// The mean wait of the first 25 customers by Lindley's recursion. Equal keys have equal luck.
double first_waits(double service, std::uint32_t campaign, std::uint32_t run) {
  Stream stream({77, 0}, 0, campaign, run);
  double wait = 0, sum = 0;
  for (int i = 1; i < 25; ++i) {
    const double served = -service * std::log(stream.uniform());
    wait = std::max(0.0, wait + served + std::log(stream.uniform()));
    sum += wait;
  }
  return sum / 25;
}

Side side_of_runs(const std::vector<double>* values, const std::size_t* runs) {
  Side side;
  side.runs = *runs;
  side.blocs = {"main"};
  side.totals = {{}};
  side.values = [=](const auto&) {
    return std::vector<double>(values->begin(), values->begin() + std::ptrdiff_t(*runs));
  };
  return side;
}

struct Stop {
  std::size_t pairs = 0;
  bool covered = false;
  bool reached = false;
};

/// What the command does: looks until the precision is reached.
Stop campaign(const std::vector<double>& a, const std::vector<double>& b, const PrecisionTarget& target, double level,
              double truth) {
  for (const std::size_t look : looks(a.size())) {
    const std::vector<Side> sides{side_of_runs(&a, &look), side_of_runs(&b, &look)};
    const auto reach = reach_of(sides, {target}, level);
    if (!all_reached(reach) && look < a.size()) continue;
    double mean = 0;
    for (std::size_t i = 0; i < look; ++i) mean += (b[i] - a[i]) / double(look);
    return {look, std::abs(mean - truth) <= reach.front().half_width, all_reached(reach)};
  }
  return {};
}

/// The same with the t interval of each look taken at its word.
bool naive_covers(const std::vector<double>& d, double wanted, double level, double truth) {
  for (std::size_t n = 5;; ++n) {
    const Estimate e = estimate(std::span(d).first(n), level);
    if (e.half_width <= wanted || n == d.size()) return e.low() <= truth && truth <= e.high();
  }
}

}  // namespace

TEST_CASE("stopping: the known answer of the queue is the reference's", "[reference]") {
  CHECK_THAT(mean_first_waits(0.9, 25), WithinRel(poldyn::theory::reference_case("MM1-TA-25").expected, 1e-12));
}

TEST_CASE("stopping: t intervals of a fixed number of runs cover what rows COVMC say", "[reference]") {
  const auto n = GENERATE(5, 10, 20, 40);
  const auto row = poldyn::theory::reference_case("COVMC-" + std::to_string(n));
  constexpr int experiments = 6'000;
  int covered = 0;
  for (std::uint32_t i = 0; i < experiments; ++i) {
    std::vector<double> waits;
    for (int r = 0; r < n; ++r) waits.push_back(first_waits(0.9, i, std::uint32_t(r)));
    const Estimate e = estimate(waits, 0.9);
    covered += e.low() <= mean_first_waits(0.9, 25) && mean_first_waits(0.9, 25) <= e.high();
  }
  const double share = covered / double(experiments);
  const double error = std::hypot(std::sqrt(share * (1 - share) / experiments), row.standard_error);
  INFO("n " << n << ": covered " << share << ", z " << (share - row.expected) / error);
  CHECK(std::abs(share - row.expected) <= 4 * error);
  CHECK(4 * error < 0.025);  // power: the nominal 0.9 is 0.064 to 0.013 away
}

TEST_CASE("stopping: of normal differences at most one campaign in twenty misses, and it stops where it should",
          "[theory]") {
  constexpr int campaigns = 300;
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal(0, 1);
  const PrecisionTarget target{{}, 0.3, false};
  int covered = 0, reached = 0;
  double pairs = 0;
  for (int i = 0; i < campaigns; ++i) {
    std::vector<double> a, b;
    for (int r = 0; r < 400; ++r) {
      a.push_back(10 + 3 * normal(random));
      b.push_back(a.back() + 0.5 + normal(random));
    }
    const Stop stop = campaign(a, b, target, 0.95, 0.5);
    covered += stop.covered, reached += stop.reached, pairs += double(stop.pairs) / campaigns;
  }
  INFO("covered " << covered << " of " << campaigns << ", reached " << reached << ", mean pairs " << pairs);
  CHECK(covered >= 0.95 * campaigns);
  CHECK(reached == campaigns);
  // Power: with the spread known it takes values_needed(1, 0.3) pairs, and looks are a tenth apart.
  CHECK(pairs < 1.15 * double(values_needed(1, 0.3, 0.95)));
  CHECK(pairs > 0.85 * double(values_needed(1, 0.3, 0.95)));
}

TEST_CASE("stopping: a share of the first side, pairs without a value, and what cannot be reached", "[stats]") {
  const std::vector<double> a{10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, no_value};
  std::vector<double> b = a;
  for (std::size_t i = 0; i < b.size(); i += 2) b[i] += 1;
  const std::size_t runs = a.size();
  const std::vector<Side> sides{side_of_runs(&a, &runs), side_of_runs(&b, &runs)};
  const auto found = reach_of(sides, {{{}, 0.1, true}, {{}, 5, false}, {{}, 1e-9, false}}, 0.95);
  REQUIRE(found.size() == 3);
  CHECK(found[0].wanted == 1);
  CHECK(found[0].pairs == 14);
  CHECK_FALSE(found[0].reached());
  CHECK(found[0].needed > 15);
  CHECK(found[1].reached());
  CHECK(found[2].needed > 1'000'000);
  const std::vector<double> nothing(15, no_value), zeros(15, 0.0);
  CHECK(reach_of({side_of_runs(&nothing, &runs), sides[1]}, {{{}, 1, false}}, 0.95).empty());
  CHECK_FALSE(where(side_of_runs(&nothing, &runs), {}).front().value);
  CHECK(where(sides[0], {}).front().value);
  CHECK(reach_of({side_of_runs(&zeros, &runs), sides[1]}, {{{}, 0.1, true}}, 0.95)[0].needed == 0);
  // No difference in any pair is as precise as can be.
  CHECK(reach_of({sides[0], sides[0]}, {{{}, 0.1, true}}, 0.95)[0].reached());
}

TEST_CASE("stopping: 1,000 campaigns on a queue cover their nominal share, where peeking does not", "[theory][slow]") {
  // Nominal 90 %, as in rows COVMC. The difference in mean wait of the first 25 between a service of 0.9 and of 0.6, on
  // common random numbers; and the wait itself, against nothing.
  constexpr std::uint32_t campaigns = 1'000;
  constexpr double level = 0.9, wanted = 0.4;
  const double slow = mean_first_waits(0.9, 25), fast = mean_first_waits(0.6, 25);
  int of_difference = 0, of_wait = 0, naive_difference = 0, naive_wait = 0, reached = 0;
  double pairs = 0, reduction = 0;
  for (std::uint32_t i = 0; i < campaigns; ++i) {
    std::vector<double> a, b, nothing(1'000, 0.0), d;
    for (std::uint32_t r = 0; r < 1'000; ++r) {
      a.push_back(first_waits(0.9, i, r));
      b.push_back(first_waits(0.6, i, r));
      d.push_back(b.back() - a.back());
    }
    const Stop stop = campaign(a, b, {{}, wanted, false}, level, fast - slow);
    of_difference += stop.covered, reached += stop.reached, pairs += double(stop.pairs) / campaigns;
    of_wait += campaign(nothing, a, {{}, wanted, false}, level, slow).covered;
    naive_difference += naive_covers(d, wanted, level, fast - slow);
    naive_wait += naive_covers(a, wanted, level, slow);
    reduction += compare_pairs(a, b).variance_reduction / campaigns;
  }
  std::printf(
      "of 1,000 campaigns cover: difference %d (naive %d), wait %d (naive %d); mean pairs %.1f, variance ratio %.2f\n",
      of_difference, naive_difference, of_wait, naive_wait, pairs, reduction);
  CHECK(reached == int(campaigns));
  CHECK(of_difference >= level * campaigns);
  CHECK(of_wait >= level * campaigns);
  // Peeking fails by more than four standard errors (38), and by more than the worst row, COVMC-5 with 0.836.
  CHECK(naive_difference < level * campaigns - 38);
  CHECK(naive_wait < 836);
  CHECK(reduction > 1.1);
}

TEST_CASE("stopping: pairs without a value are made as well, and are counted among those that are needed", "[theory]") {
  std::mt19937_64 random(5);
  std::normal_distribution<double> normal(0, 1);
  std::vector<double> a, b, whole_a, whole_b;
  for (int r = 0; r < 60; ++r) {
    const double x = normal(random), y = 10 + normal(random);
    for (int gap = 0; gap < 4; ++gap) a.push_back(gap == 0 ? x : no_value), b.push_back(gap < 2 ? y : no_value);
    whole_a.push_back(x), whole_b.push_back(y);
  }
  const auto needed = [](const std::vector<double>& one, const std::vector<double>& other) {
    const std::size_t runs = one.size();
    const std::vector<Side> sides{side_of_runs(&one, &runs), side_of_runs(&other, &runs)};
    const auto reach = reach_of(sides, {PrecisionTarget{{}, 0.05, false}}, 0.95);
    REQUIRE(reach.size() == 1);
    CHECK(reach[0].pairs == 60);
    return reach[0].needed;
  };
  const std::size_t whole = needed(whole_a, whole_b);
  CHECK(whole > 1'000);
  CHECK(needed(a, b) == 4 * whole);
  CHECK(needed(b, a) == 4 * whole);
}
