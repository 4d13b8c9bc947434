#include "claims/effect.h"

#include <cmath>
#include <random>

#include "tests/analysis/random_values.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::analysis;

namespace {

/// Points of `n` runs around 0 whose standard deviations are drawn: the share of 95 % intervals that hold the truth.
template <class Sd>
double coverage(Random& random, std::size_t trials, std::size_t n, Sd sd, bool moderated, double& width) {
  std::size_t covered = 0, all = 0;
  width = 0;
  for (std::size_t t = 0; t < trials; ++t) {
    std::vector<PointEffect> points;
    for (int i = 0; i < 64; ++i) points.push_back(point_effect(normal(random, n, 0, sd(random)), {}));
    if (moderated) moderate(points);
    for (const auto& point : points) {
      covered += point.low <= 0 && 0 <= point.high;
      width += point.high - point.low;
      ++all;
    }
  }
  width /= static_cast<double>(all);
  return static_cast<double>(covered) / static_cast<double>(all);
}

ClaimEffect of_kind(EffectKind kind, double reference = 0) {
  ClaimEffect effect;
  effect.kind = kind;
  effect.reference = reference;
  return effect;
}

std::vector<double> runs(EffectKind kind, const std::vector<double>& off, const std::vector<double>& on,
                         double reference = 0) {
  return run_effects(of_kind(kind, reference), off, on);
}

}  // namespace

TEST_CASE("claims: one number per run, by kind", "[claims]") {
  const std::vector<double> off{1, 2, no_value, 4}, on{2, 1, 5, 0};
  CHECK(runs(EffectKind::difference, off, on, 0) == std::vector<double>{1, -1, -4});
  const auto ratio = runs(EffectKind::ratio, off, on, 0);
  REQUIRE(ratio.size() == 2);  // no logarithm of nothing
  CHECK(ratio[0] == Approx(std::log(2)));
  CHECK(runs(EffectKind::level, {}, on, 2) == std::vector<double>{0, -1, 3, -2});
  CHECK(runs(EffectKind::halves, {}, on, 0) == std::vector<double>{-1, -5});
  CHECK(runs(EffectKind::spread, off, std::vector<double>{2, 4, 5, 8}, 0).size() == 3);
}

TEST_CASE("claims: a standardised effect is over the deviation without the driver", "[claims]") {
  const std::vector<double> off{0, 2, 4}, on{5, 5, 5};
  const PointEffect at = point_effect(runs(EffectKind::difference, off, on, 0), off);
  CHECK(at.mean == 3);
  CHECK(at.standardised == Approx(1.5));
  CHECK(std::isnan(point_effect(std::vector<double>{1}, on).low));
}

TEST_CASE("claims: spread is a ratio of deviations with an interval that covers it", "[claims]") {
  Random random(11);
  constexpr std::size_t trials = 2000;
  std::size_t covered = 0;
  double mean = 0;
  for (std::size_t t = 0; t < trials; ++t) {
    const auto off = normal(random, 60, 7, 2), on = normal(random, 60, 3, 1);
    const PointEffect at = point_effect(runs(EffectKind::spread, off, on, 0), {});
    mean += at.mean / trials;
    covered += at.low <= std::log(0.5) && std::log(0.5) <= at.high;
  }
  CAPTURE(covered, mean);
  CHECK_THAT(mean, WithinAbs(std::log(0.5), 0.02));
  CHECK(covered >= trials * 93 / 100);  // Miller 1968: asymptotic, a little below 95 % at 60 runs
  CHECK(covered <= trials * 97 / 100);
}

TEST_CASE("claims: moderated intervals keep their level and are narrower", "[claims]") {
  Random random(12);
  constexpr std::size_t trials = 300;
  double plain_width = 0, width = 0;
  const auto alike = [](Random&) { return 2.0; };
  CHECK_THAT(coverage(random, trials, 3, alike, false, plain_width), WithinAbs(0.95, 0.01));
  CHECK_THAT(coverage(random, trials, 3, alike, true, width), WithinAbs(0.95, 0.01));
  CAPTURE(plain_width, width);
  CHECK(width < 0.55 * plain_width);  // t with 2 degrees of freedom against nearly normal: 1.96 / 4.30 and less noise
  // Deviations as Smyth's model has them: 8 degrees of freedom of the prior.
  const auto drawn = [](Random& r) { return std::sqrt(8 / std::chi_squared_distribution<double>(8)(r)); };
  CHECK_THAT(coverage(random, trials, 3, drawn, true, width), WithinAbs(0.95, 0.012));
  // Over three decades, as no model has them: the common value carries little, and the level is nearly kept.
  const auto wild = [](Random& r) { return std::exp(std::uniform_real_distribution<double>(-3.5, 3.5)(r)); };
  const double kept = coverage(random, trials, 3, wild, true, width);
  CAPTURE(kept);
  CHECK(kept > 0.93);
  CHECK(kept < 0.97);
}

TEST_CASE("claims: points without any spread are left as they are", "[claims]") {
  std::vector<PointEffect> points;
  for (const double x : {0.0, 1.0, 2.0, 3.0}) points.push_back(point_effect(std::vector<double>{x, x + 1, x + 3}, {}));
  points.push_back(point_effect(std::vector<double>{5, 5, 5}, {}));
  moderate(points);
  CHECK(points.back().low == 5);
  CHECK(points.back().high == 5);
  CHECK(points.front().df > 2);
}

TEST_CASE("claims: heavy tails are judged by medians, whose intervals cover", "[claims]") {
  // By hand: of an odd and of an even number; a run that is a thousand times as large changes nothing.
  CHECK(median_effect(std::vector<double>{5, 1, 1000}).mean == 5);
  CHECK(median_effect(std::vector<double>{1, 2, 4, 1000}).mean == 3);
  CHECK(median_effect(std::vector<double>{1, no_value}).n == 1);
  CHECK(std::isnan(median_effect(std::vector<double>{1}).low));
  // Cauchy runs have no mean. Nominal 95 %; 4 standard errors of 2,000 trials are 2 %. At 60 runs the median's error is
  // 1.57 / sqrt(60) = 0.20; the interval may be half as wide again.
  Random random(14);
  std::cauchy_distribution<double> cauchy(0.5, 1);
  constexpr std::size_t trials = 2000;
  std::size_t covered = 0;
  double width = 0;
  for (std::size_t t = 0; t < trials; ++t) {
    std::vector<double> values(60);
    for (double& x : values) x = cauchy(random);
    const PointEffect at = median_effect(values);
    covered += at.low <= 0.5 && 0.5 <= at.high;
    width += (at.high - at.low) / trials;
  }
  CAPTURE(covered, width);
  CHECK(covered >= trials * 93 / 100);
  CHECK(covered <= trials * 98 / 100);
  CHECK(width < 1.5 * 2 * 2 * 0.203);
}

TEST_CASE("claims: tail is the share of the worst runs of both sides", "[claims]") {
  ClaimEffect effect = of_kind(EffectKind::tail);
  effect.tail = 0.25;  // two of eight
  const std::vector<double> off{1, 2, 3, 90}, on{4, 5, 6, 80};
  CHECK(run_effects(effect, off, on) == std::vector<double>{0, 0, 0, 0});  // one each
  const std::vector<double> worse{4, 5, 100, 99};
  CHECK(estimate(run_effects(effect, off, worse)).mean == Approx(0.5));  // both of the worst
  // Runs alike share the border, so that sides alike differ by nothing.
  CHECK(estimate(run_effects(effect, off, off)).mean == 0);
  CHECK(run_effects(effect, std::vector<double>{0, 0}, std::vector<double>{0, 0}) == std::vector<double>{0, 0});
}

TEST_CASE("claims: tail intervals cover, and a heavier tail with the same median is found", "[claims]") {
  Random random(15);
  std::cauchy_distribution<double> heavy(0, 1);
  std::normal_distribution<double> light(0, 1);
  ClaimEffect effect = of_kind(EffectKind::tail);
  constexpr std::size_t trials = 1000;
  std::size_t covered = 0, found = 0;
  for (std::size_t t = 0; t < trials; ++t) {
    std::vector<double> off(60), same(60), heavier(60);
    for (std::size_t i = 0; i < off.size(); ++i)
      off[i] = light(random), same[i] = light(random), heavier[i] = heavy(random);
    const PointEffect none = point_effect(run_effects(effect, off, same), {});
    covered += none.low <= 0 && 0 <= none.high;
    found += point_effect(run_effects(effect, off, heavier), {}).low > 0;
  }
  CAPTURE(covered, found);
  CHECK(covered >= trials * 92 / 100);  // nominal 95 %, less 4 standard errors of 1,000 trials
  CHECK(found >= trials * 60 / 100);    // power: of the worst tenth 80 % are Cauchy's
}
