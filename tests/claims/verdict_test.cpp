#include "claims/verdict.h"

#include <cmath>
#include <random>

#include "tests/analysis/random_values.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::analysis;

namespace {

ClaimEffect claimed(double smallest, bool up = true) {
  ClaimEffect effect;
  effect.smallest = smallest;
  effect.up = up;
  return effect;
}

/// z of a share of `n` trials against `expected`.
double z_of(std::size_t counted, std::size_t n, double expected) {
  const double trials = static_cast<double>(n);
  return (static_cast<double>(counted) - trials * expected) / std::sqrt(trials * expected * (1 - expected));
}

/// Points of spread `tau` around `mean`, with the errors of four runs of standard deviation 1.
std::vector<PointValue> space(Random& random, std::size_t points, double mean, double tau) {
  std::vector<PointValue> made;
  for (std::size_t i = 0; i < points; ++i)
    made.push_back({mean + tau * normal(random, 1, 0, 1).front() + normal(random, 1, 0, 0.5).front(), 0.25});
  return made;
}

/// One of `family` effects of which the others say nothing, judged as `poldyn claims` does.
Word judged(const std::vector<PointValue>& points, const ClaimEffect& effect, std::size_t family, Looks looks) {
  EffectRegion region = effect_region(points, effect, looks);
  region.p *= static_cast<double>(family);
  const Pooled all = pooled(points, Further::no);
  return word_of(region, world_shares(points, all.mean, all.tau, effect),
                 world_shares(points, all.mean, all.tau_low, effect), {});
}

/// Rounds of 16, 32, 64 and 128 points, which end when there is a word.
Word judged_in_rounds(const std::vector<PointValue>& points, const ClaimEffect& effect) {
  for (std::size_t n = 16; n < points.size(); n *= 2)
    if (const Word word =
            judged({points.begin(), points.begin() + static_cast<std::ptrdiff_t>(n)}, effect, 1, Looks::many);
        word != Word::undecided)
      return word;
  return judged(points, effect, 1, Looks::many);
}

}  // namespace

TEST_CASE("claims: an effect at the very threshold gets a word at most at the stated error rate", "[claims]") {
  // The mean is at the border, so that both `shown` and `small` of it would be luck. One look: a t test, whose rate is
  // 5 % exactly. `depends` counts: it too says where the mean is.
  Random random(1);
  constexpr std::size_t trials = 4000;
  std::size_t one = 0, rounds = 0, family = 0;
  for (std::size_t t = 0; t < trials; ++t) {
    const auto points = space(random, 128, 0.5, 0.5);
    one += judged(points, claimed(0.5), 1, Looks::one) != Word::undecided;
    rounds += judged_in_rounds(points, claimed(0.5)) != Word::undecided;
    family += judged(points, claimed(0.5), 70, Looks::many) != Word::undecided;
  }
  CAPTURE(one, rounds, family);
  CHECK(std::abs(z_of(one, trials, 0.05)) <= 4);
  CHECK(z_of(rounds, trials, 0.05) <= 4);  // valid at any look: the sequence gives away some of the 5 %
  CHECK(z_of(family, trials, 0.05 / 70) <= 4);
}

TEST_CASE("claims: luck alone is never shown, and is shown small where the runs suffice", "[claims]") {
  Random random(2);
  constexpr std::size_t trials = 2000;
  std::size_t shown = 0, small = 0;
  for (std::size_t t = 0; t < trials; ++t) {
    const Word word = judged(space(random, 128, 0, 0.1), claimed(0.3), 70, Looks::many);
    shown += word == Word::shown || word == Word::opposite || word == Word::depends;
    small += word == Word::small;
  }
  CAPTURE(shown, small);
  CHECK(shown <= 2);
  // Power 95 %, for one of 70 effects at whatever look: 0.3 is 6.6 standard errors of the mean, sqrt((0.01 + 0.25) /
  // 128).
  CHECK(z_of(small, trials, 0.95) >= -4);
}

TEST_CASE("claims: a planted effect is found in either direction with the stated power", "[claims]") {
  Random random(3);
  constexpr std::size_t trials = 500;
  std::size_t found = 0, opposite = 0, down = 0;
  for (std::size_t t = 0; t < trials; ++t) {
    // Twice the threshold, of a spread that leaves 97 % of worlds beyond it; 7 standard errors.
    found += judged(space(random, 64, 1, 0.25), claimed(0.5), 70, Looks::many) == Word::shown;
    opposite += judged(space(random, 64, -1, 0.25), claimed(0.5), 70, Looks::many) == Word::opposite;
    down += judged(space(random, 64, -1, 0.25), claimed(0.5, false), 70, Looks::many) == Word::shown;
  }
  CAPTURE(found, opposite, down);
  CHECK(found >= 475);
  CHECK(opposite >= 475);
  CHECK(down >= 475);
}

TEST_CASE("claims: what counting leaves open, pooling tells", "[claims]") {
  // An effect of 0.09 with a deviation of 0.9 in each of 32 x 16 runs: no point by itself excludes 0.6, their mean
  // does.
  Random random(4);
  std::vector<PointValue> points;
  std::size_t open = 0;
  for (int i = 0; i < 32; ++i) {
    const PointEffect at = point_effect(normal(random, 16, 0.09, 0.9), {});
    open += outcome_of(at, claimed(0.4)) == Outcome::open ? 1 : 0;
    points.push_back({at.mean, at.sd * at.sd / 16});
  }
  CHECK(open >= 16);
  CHECK(judged(points, claimed(0.4), 70, Looks::one) == Word::small);
}

TEST_CASE("claims: what an interval says", "[claims]") {
  const auto at = [](double low, double high) {
    PointEffect point;
    point.low = low;
    point.high = high;
    return point;
  };
  ClaimEffect up = claimed(1), down = claimed(1, false);
  CHECK(outcome_of(at(1, 2), up) == Outcome::shown);
  CHECK(outcome_of(at(0.5, 2), up) == Outcome::open);
  CHECK(outcome_of(at(-0.5, 0.9), up) == Outcome::small);
  CHECK(outcome_of(at(-3, 0.9), up) == Outcome::open);  // not as claimed, but small or opposite is not told
  CHECK(outcome_of(at(-3, -1), up) == Outcome::opposite);
  CHECK(outcome_of(at(-3, -1), down) == Outcome::shown);
  CHECK(outcome_of(at(1, 3), down) == Outcome::opposite);
  CHECK(outcome_of(PointEffect{}, up) == Outcome::open);
  for (const EffectKind kind : {EffectKind::ratio, EffectKind::median, EffectKind::spread}) {
    up.kind = kind;
    up.smallest = 0.1;
    CHECK(outcome_of(at(0.0954, 0.2), up) == Outcome::shown);  // ln 1.1 is 0.09531
    CHECK(outcome_of(at(0.0953, 0.2), up) == Outcome::open);
  }
}

TEST_CASE("claims: the region of the mean has the p value of all else", "[claims]") {
  const std::vector<PointValue> points{{1, 0}, {2, 0}, {3, 0}};
  // Mean 2, error 1 / sqrt(3). Against 1: t = sqrt(3) with 2 degrees of freedom, two-sided p = 1 - t / sqrt(t^2 + 2).
  const EffectRegion above = effect_region(points, claimed(1), Looks::one);
  CHECK(above.outcome == Outcome::shown);
  CHECK_THAT(above.p, WithinAbs(1 - std::sqrt(3.0 / 5), 1e-9));
  const EffectRegion within =
      effect_region(points, claimed(4), Looks::one);  // the nearer border decides: 2 / (1 / sqrt(3))
  CHECK(within.outcome == Outcome::small);
  CHECK_THAT(within.p, WithinAbs(1 - std::sqrt(12.0 / 14), 1e-9));
  CHECK(effect_region(points, claimed(1, false), Looks::one).outcome == Outcome::opposite);
  CHECK(std::isnan(effect_region({{1, 0}}, claimed(1), Looks::one).p));
  CHECK(effect_region({{1, 0}, {1, 0}}, claimed(0.5), Looks::one).p == 0);
}

TEST_CASE("claims: the words follow their rules", "[claims]") {
  const auto worlds = [](double shown, double small, double opposite) {
    return WorldShares{shown, small, opposite, {}, {}};
  };
  const auto word = [](Outcome outcome, double p, const WorldShares& likely, const WorldShares& alike,
                       const Decider& decider) {
    return word_of({outcome, p}, likely, alike, decider);
  };
  const WorldShares most = worlds(0.8, 0.2, 0), less = worlds(0.79, 0.21, 0), half = worlds(0.5, 0.5, 0);
  Decider named;
  named.parameter = "tenders";
  CHECK(word(Outcome::shown, 0.05, most, most, named) == Word::shown);
  CHECK(word(Outcome::shown, 0.051, most, most, named) == Word::undecided);
  CHECK(word(Outcome::shown, 0.01, less, less, {}) == Word::depends);
  CHECK(word(Outcome::shown, 0.01, less, most, {}) ==
        Word::shown);  // they may be alike: that they are mixed is not told
  CHECK(word(Outcome::shown, 0.01, less, most, named) == Word::depends);
  CHECK(word(Outcome::shown, 0.5, half, half, named) == Word::depends);
  CHECK(word(Outcome::shown, 0.5, half, half, {}) == Word::undecided);
  CHECK(word(Outcome::small, 0.01, worlds(0, 0.9, 0.1), worlds(0, 1, 0), {}) == Word::small);
  CHECK(word(Outcome::opposite, 0.01, worlds(0, 0.1, 0.9), worlds(0, 0.1, 0.9), {}) == Word::opposite);
  const WorldShares two_ways = worlds(0.45, 0.1, 0.45);  // a small mean of what differs
  CHECK(word(Outcome::small, 0.01, two_ways, two_ways, {}) == Word::depends);
  CHECK(word(Outcome::open, no_value, WorldShares{}, WorldShares{}, {}) == Word::undecided);
  CHECK(word_text(Word::depends, named) == "depends on tenders");
}

TEST_CASE("claims: the number of points that would decide is about the number that does", "[claims]") {
  // Mean 0.4, border 0.3, deviation 0.6: the needed number is reckoned, then so many are drawn.
  Random random(6);
  constexpr std::size_t trials = 200;
  std::size_t decided = 0, surely = 0, early = 0;
  for (std::size_t t = 0; t < trials; ++t) {
    const auto start = space(random, 4000, 0.4, std::sqrt(0.11));
    const std::size_t needed = points_needed(start, claimed(0.3), 70);
    const auto upto = [&](double share) {
      return std::vector<PointValue>(start.begin(),
                                     start.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(needed)));
    };
    REQUIRE(needed < 2000);
    decided += effect_region(upto(1), claimed(0.3), Looks::many).p * 70 <= familywise_error;
    surely += effect_region(upto(2), claimed(0.3), Looks::many).p * 70 <= familywise_error;
    early += effect_region(upto(0.5), claimed(0.3), Looks::many).p * 70 <= familywise_error;
  }
  CAPTURE(decided, surely, early);
  // At the number itself half of the trials are told; at twice it the border lies 1.9 standard errors further in.
  CHECK(decided >= 60);
  CHECK(decided <= 140);
  CHECK(surely >= 186);
  CHECK(early <= 50);
  CHECK(points_needed({{1, 0}}, claimed(0.3), 70) == 0);
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
    const auto columns_there = columns(128);
    std::vector<double> belongs;
    for (std::size_t i = 0; i < 128; ++i) {
      const bool holds = (columns_there[7].values[i] > 0.4) != (uniform(random) < 0.1);
      belongs.push_back(i % 9 == 0 ? no_value : holds ? 0.9 : 0.05);
    }
    const Decider found = decider(columns_there, belongs);
    CHECK(found.parameter == "p7");
    CHECK(found.above);
    CHECK_THAT(found.threshold, WithinAbs(0.4, 0.08));
    CHECK(found.share_there > 0.7);
    CHECK(found.share_elsewhere < 0.25);
    CHECK(found.p == Approx(1.0 / 2000));
  }
  SECTION("noise: named in one of a hundred trials, whatever the number of parameters") {
    constexpr std::size_t trials = 600;
    std::size_t named = 0;
    for (std::size_t t = 0; t < trials; ++t) {
      std::vector<double> belongs;
      for (std::size_t i = 0; i < 40; ++i) belongs.push_back(uniform(random) < 0.4 ? 1 : 0);
      named += !decider(columns(40), belongs, 199).parameter.empty();
    }
    CAPTURE(named, z_of(named, trials, decider_error));
    CHECK(z_of(named, trials, decider_error) <= 4);
  }
  SECTION("all alike: nothing to decide; a column that lacks a value is left out") {
    CHECK(decider(columns(20), std::vector<double>(20, 1)).parameter.empty());
    CHECK(decider(columns(20), std::vector<double>(20, no_value)).parameter.empty());
    auto with_gap = columns(64);
    std::vector<double> belongs;
    for (std::size_t i = 0; i < 64; ++i) belongs.push_back(with_gap[3].values[i] > 0.5 ? 1 : 0);
    CHECK(decider(with_gap, belongs).parameter == "p3");
    with_gap[3].values[5] = no_value;
    CHECK(decider(with_gap, belongs).parameter != "p3");
  }
}
