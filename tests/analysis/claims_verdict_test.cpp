#include "analysis/claims_verdict.h"

#include <cmath>
#include <random>

#include "tests/analysis/random_values.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::analysis;

namespace {

ClaimEffect claimed_up(double smallest) {
  ClaimEffect effect;
  effect.smallest = smallest;
  return effect;
}

/// z of a share of `n` trials against `expected`.
double z_of(std::size_t counted, std::size_t n, double expected) {
  const double trials = static_cast<double>(n);
  return (static_cast<double>(counted) - trials * expected) / std::sqrt(trials * expected * (1 - expected));
}

/// A whole claim on synthetic runs of standard deviation 1: baseline and space as `poldyn claims` judges them, in a
/// family of `family` claims of which the others say nothing (so that Holm multiplies by their number).
struct Trial {
  Outcome baseline = Outcome::undecided;
  Verdict verdict{};
};
Trial trial(Random& random, double effect, double smallest, std::size_t family) {
  const ClaimEffect claim = claimed_up(smallest);
  const OneSided p = p_values(point_effect(normal(random, 60, effect, 1), {}), claim);
  const double both = std::min(1.0, 2 * std::min(p.as_claimed, p.reversed)) * static_cast<double>(family);
  Trial made;
  if (both <= familywise_error) made.baseline = p.as_claimed < p.reversed ? Outcome::holds : Outcome::reverses;
  std::vector<PointEffect> points;
  for (int i = 0; i < 64; ++i) points.push_back(point_effect(normal(random, 6, effect, 1), {}));
  moderate(points);
  std::vector<Outcome> outcomes;
  for (const auto& point : points) outcomes.push_back(outcome_of(point, claim));
  made.verdict = verdict_of(made.baseline, shares_of(outcomes));
  return made;
}

}  // namespace

TEST_CASE("claims: luck alone is judged not supported at the stated error rate", "[claims]") {
  Random random(1);
  constexpr std::size_t trials = 4000;
  const double smallest = GENERATE(0.05, 0.3);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < trials; ++i) wrong += trial(random, 0, smallest, 1).verdict != Verdict::not_supported;
  CAPTURE(smallest, wrong);
  CHECK(z_of(wrong, trials, familywise_error) <= 4);  // far below: the threshold lies beyond the truth
}

TEST_CASE("claims: an effect at the very threshold is called at most at the stated error rate", "[claims]") {
  Random random(2);
  constexpr std::size_t trials = 4000, claims = 20;
  std::size_t one = 0, family = 0;
  for (std::size_t i = 0; i < trials; ++i) one += trial(random, 0.3, 0.3, 1).baseline == Outcome::holds;
  for (std::size_t i = 0; i < trials / claims; ++i) {
    bool any = false;
    for (std::size_t c = 0; c < claims; ++c) any |= trial(random, 0.3, 0.3, claims).baseline == Outcome::holds;
    family += any;
  }
  CAPTURE(one, family, z_of(one, trials, 0.025));
  CHECK(std::abs(z_of(one, trials, 0.025)) <= 4);  // two-sided at 5 %: 2.5 % on this side, neither more nor less
  CHECK(z_of(family, trials / claims, familywise_error) <= 4);
}

TEST_CASE("claims: a planted effect of known size is found with the stated power", "[claims]") {
  Random random(3);
  constexpr std::size_t trials = 500;
  std::size_t found = 0, reversed = 0;
  for (std::size_t i = 0; i < trials; ++i) {
    // Distance to the threshold 2.5 sd, error of a point 0.41 sd: power there 0.99 and more, of which 80 % are enough.
    found += trial(random, 3, 0.5, 23).verdict == Verdict::supported;
    reversed += trial(random, -3, 0.5, 23).verdict == Verdict::reversed;
  }
  CAPTURE(found, reversed);
  CHECK(found >= 495);
  CHECK(reversed >= 495);
}

TEST_CASE("claims: what an interval says", "[claims]") {
  const auto at = [](double low, double high) {
    PointEffect point;
    point.low = low;
    point.high = high;
    return point;
  };
  ClaimEffect up = claimed_up(1), down = claimed_up(1);
  down.up = false;
  CHECK(outcome_of(at(1, 2), up) == Outcome::holds);
  CHECK(outcome_of(at(0.5, 2), up) == Outcome::undecided);
  CHECK(outcome_of(at(-0.5, 0.9), up) == Outcome::fails);
  CHECK(outcome_of(at(-3, 0.9), up) == Outcome::fails);  // not as claimed, whether or not reversed
  CHECK(outcome_of(at(-3, -1), up) == Outcome::reverses);
  CHECK(outcome_of(at(-3, -1), down) == Outcome::holds);
  CHECK(outcome_of(at(1, 3), down) == Outcome::reverses);
  CHECK(outcome_of(PointEffect{}, up) == Outcome::undecided);
  up.kind = EffectKind::ratio;
  up.smallest = 0.1;
  CHECK(outcome_of(at(0.0954, 0.2), up) == Outcome::holds);  // ln 1.1 is 0.09531
  CHECK(outcome_of(at(0.0953, 0.2), up) == Outcome::undecided);
}

TEST_CASE("claims: several effects combine as needed", "[claims]") {
  using O = Outcome;
  const std::vector<O> mixed{O::holds, O::holds, O::undecided, O::fails};
  CHECK(combined(mixed, 4) == O::fails);
  CHECK(combined(mixed, 3) == O::undecided);
  CHECK(combined(mixed, 2) == O::holds);
  CHECK(combined(std::vector<O>{O::reverses, O::reverses}, 2) == O::reverses);
  CHECK(combined(std::vector<O>{O::reverses, O::holds}, 2) == O::fails);
  CHECK(combined(std::vector<O>{O::undecided, O::holds}, 2) == O::undecided);
  CHECK(partial_conjunction({0.01, 0.03}, 2) == 0.03);
  CHECK(partial_conjunction({0.01, 0.03}, 1) == Approx(0.02));
  CHECK(partial_conjunction({0.2, 0.01, no_value}, 2) == Approx(0.4));
}

TEST_CASE("claims: two of two effects hold by luck less often than one", "[claims]") {
  // One effect is clearly there, the other at its threshold: the worst case of an intersection-union test.
  Random random(4);
  constexpr std::size_t trials = 4000;
  std::size_t called = 0;
  const ClaimEffect claim = claimed_up(0.5);
  for (std::size_t i = 0; i < trials; ++i) {
    const double there = p_values(point_effect(normal(random, 30, 5, 1), {}), claim).as_claimed;
    const double edge = p_values(point_effect(normal(random, 30, 0.5, 1), {}), claim).as_claimed;
    called += partial_conjunction({there, edge}, 2) <= 0.025;
  }
  CAPTURE(called, z_of(called, trials, 0.025));
  CHECK(std::abs(z_of(called, trials, 0.025)) <= 4);
}

TEST_CASE("claims: shares have Wilson's limits, wider by what is undecided", "[claims][reference]") {
  // Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263 gives 0.2553 to 0.3662 by Wilson's score method.
  CHECK_THAT(share_interval(81, 0, 263).low, WithinAbs(0.2553, 5e-5));
  CHECK_THAT(share_interval(81, 0, 263).high, WithinAbs(0.3662, 5e-5));
  CHECK_THAT(share_interval(0, 0, 20).high, WithinAbs(0.1611, 5e-5));  // 0 of 20 in the same table
  CHECK(share_interval(81, 50, 263).low == share_interval(81, 0, 263).low);
  CHECK(share_interval(81, 50, 263).high == share_interval(131, 0, 263).high);
}

TEST_CASE("claims: the words follow their rules", "[claims]") {
  using V = Verdict;
  const auto shares = [](std::size_t holds, std::size_t fails, std::size_t reverses, std::size_t undecided) {
    return Shares{holds + fails + reverses + undecided, holds, fails, reverses, undecided};
  };
  CHECK(verdict_of(Outcome::holds, shares(80, 20, 0, 0)) == V::supported);
  CHECK(verdict_of(Outcome::holds, shares(79, 21, 0, 0)) == V::depends);
  CHECK(verdict_of(Outcome::holds, shares(40, 0, 0, 60)) == V::depends);  // too little is decided
  CHECK(verdict_of(Outcome::fails, shares(100, 0, 0, 0)) == V::depends);
  CHECK(verdict_of(Outcome::fails, shares(19, 81, 0, 0)) == V::not_supported);
  CHECK(verdict_of(Outcome::reverses, shares(0, 20, 80, 0)) == V::reversed);
  CHECK(verdict_of(Outcome::undecided, shares(0, 0, 100, 0)) == V::not_supported);
}

TEST_CASE("claims: the parameter that decides is found, and noise decides nothing", "[claims]") {
  Random random(5);
  std::uniform_real_distribution<double> uniform(0, 1);
  const auto columns = [&](std::size_t points) {
    std::vector<Column> made;
    for (int c = 0; c < 20; ++c) {
      made.push_back({"p" + std::to_string(c), c == 7, {}});
      for (std::size_t i = 0; i < points; ++i) made.back().values.push_back(0.01 + uniform(random));
    }
    return made;
  };
  SECTION("planted: it holds above 0.4 of the eighth, but for one in ten") {
    const auto space = columns(128);
    std::vector<Outcome> outcomes;
    for (std::size_t i = 0; i < 128; ++i) {
      const bool holds = (space[7].values[i] > 0.4) != (uniform(random) < 0.1);
      outcomes.push_back(i % 9 == 0 ? Outcome::undecided : holds ? Outcome::holds : Outcome::fails);
    }
    const Decider found = decider(space, outcomes);
    CHECK(found.parameter == "p7");
    CHECK(found.above);
    CHECK_THAT(found.threshold, WithinAbs(0.4, 0.08));
    CHECK(found.share_there > 0.75);
    CHECK(found.share_elsewhere < 0.25);
    CHECK(found.p == Approx(1.0 / 2000));
  }
  SECTION("noise: named in one of a hundred trials, whatever the number of parameters") {
    constexpr std::size_t trials = 600;
    std::size_t named = 0;
    for (std::size_t t = 0; t < trials; ++t) {
      std::vector<Outcome> outcomes;
      for (std::size_t i = 0; i < 40; ++i) outcomes.push_back(uniform(random) < 0.4 ? Outcome::holds : Outcome::fails);
      named += !decider(columns(40), outcomes, 199).parameter.empty();
    }
    CAPTURE(named, z_of(named, trials, decider_error));
    CHECK(z_of(named, trials, decider_error) <= 4);
  }
  SECTION("all alike: nothing to decide") {
    CHECK(decider(columns(20), std::vector<Outcome>(20, Outcome::holds)).parameter.empty());
    CHECK(decider(columns(20), std::vector<Outcome>(20, Outcome::undecided)).parameter.empty());
  }
}
