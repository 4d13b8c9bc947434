#include "analysis/sensitivity/sobol_indices.h"

#include <array>
#include <span>

#include "tests/analysis/philox_resampler.h"
#include "tests/analysis/sensitivity/test_functions.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::analysis;
using namespace sensitivity_tests;

namespace {

constexpr double ishigami_variance = 13.844588;
constexpr std::array<double, 4> ishigami_first{0.313905, 0.442411, 0, 0};
constexpr std::array<double, 4> ishigami_total{0.557589, 0.442411, 0.243684, 0};

SobolIndices indices_of(const DesignMatrix& design, const std::vector<double>& y, std::size_t m, bool common = false,
                        double level = 0.95, std::uint32_t resamples = 200, std::uint64_t seed = 1) {
  return sobol_indices({y, design.factors, m, false, common}, level, resamples, philox_resampler(seed));
}

}  // namespace

TEST_CASE("Sobol' indices: the Ishigami function and the g-function come out to 0.01", "[sensitivity]") {
  const DesignMatrix four = saltelli_blocks(1U << 13, 4, false);
  const SobolIndices found = indices_of(four, responses(four, ishigami), 1, true);
  REQUIRE(found.of_run);
  CHECK_FALSE(found.of_mean);  // one replicate
  CHECK_THAT(found.spread.variance, WithinRel(ishigami_variance, 0.01));
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK_THAT(found.of_run->first[i].value, WithinAbs(ishigami_first[i], 0.01));
    CHECK_THAT(found.of_run->total[i].value, WithinAbs(ishigami_total[i], 0.01));
  }
  CHECK_FALSE(found.of_run->first[2].told_apart());
  CHECK(found.of_run->total[2].told_apart());
  CHECK(found.of_run->total[3].value == 0);
  CHECK_FALSE(found.of_run->total[3].told_apart());

  constexpr std::array<double, 8> a{0, 1, 4.5, 9, 99, 99, 99, 99};
  const DesignMatrix eight = saltelli_blocks(1U << 13, 8, true);
  const auto y = responses(eight, [&](const double* x) { return g_function(x, a); });
  const SobolIndices g = sobol_indices({y, 8, 1, true, true}, 0.95, 100, philox_resampler(1));
  REQUIRE(g.of_run);
  CHECK_THAT(g.of_run->first[0].value, WithinAbs(0.716192, 0.01));
  CHECK_THAT(g.of_run->first[2].value, WithinAbs(0.023676, 0.01));
  CHECK_THAT(g.of_run->total[0].value, WithinAbs(0.787144, 0.01));
  CHECK_THAT(g.of_run->total[2].value, WithinAbs(0.034317, 0.01));
}

TEST_CASE("Sobol' indices: noise is taken out; left in, an inert factor would have 0.39", "[sensitivity]") {
  const DesignMatrix design = saltelli_blocks(1U << 13, 4, false);
  Noise noise(5);
  const auto luck = [&](const double*, std::size_t) { return 3 * noise.normal(); };
  const SobolIndices found = indices_of(design, responses(design, ishigami, 2, luck), 2);
  REQUIRE(found.of_mean);
  REQUIRE(found.of_run);
  constexpr std::array<double, 4> plain_first{0.190237, 0.268116, 0, 0}, plain_total{0.7319, 0.6621, 0.5416, 0.3940};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK_THAT(found.of_mean->first[i].value, WithinAbs(ishigami_first[i], 0.03));
    CHECK_THAT(found.of_mean->total[i].value, WithinAbs(ishigami_total[i], 0.03));
    CHECK_THAT(found.of_run->first[i].value, WithinAbs(plain_first[i], 0.02));
    CHECK_THAT(found.of_run->total[i].value, WithinAbs(plain_total[i], 0.02));
  }
  CHECK_FALSE(found.of_mean->total[3].told_apart());
  CHECK_THAT(found.spread.noise, WithinRel(9.0, 0.03));
  CHECK_THAT(found.spread.noise_share(), WithinAbs(1 - 0.606034, 0.01));
}

TEST_CASE("Sobol' indices: left in, noise takes the share of its variance, at any size and number of replicates",
          "[sensitivity]") {
  // V / (V + sd^2 / m) is left of each first order; an inert factor gets the rest as its total.
  struct Case {
    double sd;
    std::size_t m;
    double left;
  };
  const DesignMatrix design = saltelli_blocks(1U << 13, 4, false);
  for (const Case& one : {Case{3, 1, 0.606034}, Case{3, 10, 0.938961}, Case{1, 1, 0.932635}, Case{1, 10, 0.992829}}) {
    Noise noise(17);
    const auto luck = [&](const double*, std::size_t) { return one.sd * noise.normal(); };
    const std::vector<double> runs = responses(design, ishigami, one.m, luck);
    std::vector<double> means;
    for (std::size_t at = 0; at < runs.size(); at += one.m)
      means.push_back(estimate(std::span(runs).subspan(at, one.m)).mean);
    const SobolIndices found = indices_of(design, means, 1, true);
    INFO("sd " << one.sd << ", " << one.m << " replicates");
    REQUIRE(found.of_run);
    for (std::size_t i = 0; i < 4; ++i)
      CHECK_THAT(found.of_run->first[i].value, WithinAbs(one.left * ishigami_first[i], 0.02));
    CHECK_THAT(found.of_run->total[3].value, WithinAbs(1 - one.left, 0.02));
  }
}

TEST_CASE("Sobol' indices: with common random numbers a world has indices of its own", "[sensitivity]") {
  // y(x, w) = x1 + w x2 with w of mean 0 and variance 4: on average x2 does nothing; in a world it has 4/5 of the
  // variance.
  const DesignMatrix design = saltelli_blocks(1U << 10, 2, false);
  std::vector<double> worlds;
  Noise noise(3);
  for (int r = 0; r < 400; ++r) worlds.push_back(2 * noise.normal());
  const auto y = responses(
      design, [](const double* x) { return x[0]; }, worlds.size(),
      [&](const double* x, std::size_t r) { return worlds[r] * x[1]; });
  const SobolIndices found = indices_of(design, y, worlds.size(), true);
  REQUIRE(found.of_mean);
  REQUIRE(found.of_run);
  CHECK_THAT(found.of_mean->total[0].value, WithinAbs(1, 0.1));
  CHECK_THAT(found.of_mean->total[1].value, WithinAbs(0, 0.1));
  CHECK_FALSE(found.of_mean->total[1].told_apart());
  CHECK_THAT(found.of_run->total[0].value, WithinAbs(0.2, 0.05));
  CHECK_THAT(found.of_run->first[1].value, WithinAbs(0.8, 0.05));
}

TEST_CASE("Sobol' indices: the level moves the interval, rows without a value are counted", "[sensitivity]") {
  const DesignMatrix design = saltelli_blocks(256, 4, false);
  std::vector<double> y = responses(design, ishigami);
  const auto width = [&](double level) {
    const Interval found = indices_of(design, y, 1, true, level).of_run->total[0].interval;
    return found.high - found.low;
  };
  CHECK(width(0.5) < 0.6 * width(0.95));
  y[6 * 10 + 3] = no_value;
  const SobolIndices found = indices_of(design, y, 1, true);
  CHECK(found.rows == 255);
  CHECK(found.left_out == 1);
}

TEST_CASE("Sobol' indices: nothing is made of nothing", "[sensitivity]") {
  const DesignMatrix design = saltelli_blocks(64, 2, false);
  const std::vector<double> constant(design.points * 2, 1e9 / 3), lost(design.points * 2, no_value);
  CHECK_FALSE(indices_of(design, constant, 2).of_mean);
  CHECK_FALSE(indices_of(design, constant, 2).of_run);
  CHECK(indices_of(design, lost, 2).rows == 0);
  CHECK_FALSE(indices_of(design, lost, 2).of_run);
  Noise noise(2);
  const auto alone = responses(
      design, [](const double*) { return 1.0; }, 2, [&](const double*, std::size_t) { return noise.normal(); });
  CHECK_FALSE(indices_of(design, alone, 2).of_mean);  // variance over points is not told apart from noise
}

TEST_CASE("Sobol' indices: intervals cover the truth as often as they say", "[sensitivity][slow]") {
  constexpr int trials = 500;
  const bool shared = GENERATE(false, true);
  std::array<int, 8> covered{};
  int false_alarms = 0;
  for (int trial = 0; trial < trials; ++trial) {
    Noise noise(static_cast<std::uint64_t>(1000 + trial));
    const DesignMatrix design = random_blocks(400, 4, noise);
    std::array<double, 4> worlds{};
    for (double& w : worlds) w = noise.normal();
    // Shared: in a world the amplitude of the first factor differs a little; on average nothing changes.
    const auto luck = [&](const double* x, std::size_t r) {
      return shared ? worlds[r] * std::cos(2 * pi * x[0]) : 3 * noise.normal();
    };
    const auto y = responses(design, ishigami, 4, luck);
    const SobolIndices found = indices_of(design, y, 4, shared, 0.95, 400, static_cast<std::uint64_t>(trial));
    REQUIRE(found.of_mean);
    for (std::size_t i = 0; i < 4; ++i) {
      const auto holds = [](const Interval& in, double x) { return in.low <= x + 1e-6 && x <= in.high + 1e-6; };
      covered[i] += holds(found.of_mean->first[i].interval, ishigami_first[i]);
      covered[4 + i] += holds(found.of_mean->total[i].interval, ishigami_total[i]);
    }
    false_alarms += found.of_mean->total[3].told_apart();
  }
  for (std::size_t i = 0; i < 8; ++i) {
    INFO((shared ? "shared worlds, index " : "own numbers, index ") << i);
    WARN("coverage " << covered[i] << " of " << trials);
    CHECK(covered[i] >= 0.91 * trials);
  }
  WARN("an inert factor is told apart from 0 in " << false_alarms << " of " << trials);
  CHECK(false_alarms <= 0.045 * trials);
}
