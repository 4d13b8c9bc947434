#include "analysis/sensitivity/shapley_effects.h"

#include <array>

#include "tests/analysis/philox_resampler.h"
#include "tests/analysis/sensitivity/test_functions.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::analysis;
using namespace sensitivity_tests;

namespace {

/// y = x1 + x2 + x3 of normals with standard deviations 1, 1, 2, of which the last two have correlation rho.
ShapleyEffects effects_at(double rho, std::size_t n, std::size_t m, double noise_sd, std::uint64_t seed) {
  Noise noise(seed);
  std::vector<std::vector<double>> x(3);
  std::vector<double> y;
  for (std::size_t i = 0; i < n; ++i) {
    const double a = noise.normal(), b = noise.normal(), c = noise.normal();
    x[0].push_back(a);
    x[1].push_back(b);
    x[2].push_back(2 * (rho * b + std::sqrt(1 - rho * rho) * c));
    for (std::size_t r = 0; r < m; ++r) y.push_back(a + b + x[2].back() + noise_sd * noise.normal());
  }
  const auto found = shapley_effects(x, {true, true, true}, Response(y, m), false, 0.95, philox_resampler(seed));
  REQUIRE(found);
  return *found;
}

struct Case {
  double rho;
  std::array<double, 3> shares;
};
const auto cases = std::to_array<Case>({{0, {0.166667, 0.166667, 0.666667}},
                                        {0.5, {0.125, 0.296875, 0.578125}},
                                        {0.9, {0.104167, 0.418229, 0.477604}},
                                        {-0.5, {0.25, 0.09375, 0.65625}}});

}  // namespace

TEST_CASE("Shapley effects: dependent normals, without and with noise", "[sensitivity]") {
  for (const Case& one : cases)
    for (const bool noisy : {false, true}) {
      if (noisy != (one.rho == 0.9)) continue;
      const ShapleyEffects found = effects_at(one.rho, 2000, noisy ? 2 : 1, noisy ? 1 : 0, 7);
      double sum = 0;
      for (std::size_t i = 0; i < 3; ++i) {
        INFO("rho " << one.rho << ", factor " << i << ", noise " << noisy);
        CHECK_THAT(found.shares[i].value, WithinAbs(one.shares[i], 0.05));
        sum += found.shares[i].value;
      }
      CHECK_THAT(sum, WithinRel(1, 1e-12));
    }
}

TEST_CASE("Shapley effects: factors of two levels that depend on each other", "[sensitivity]") {
  // y = x0 + 2 x1, correlation 0.6; x2 does nothing. Variances explained: 4.84/16, 6.76/16 and 7.4/16 of both...
  // times 4.
  constexpr std::array<double, 3> truth{2.74 / 7.4, 4.66 / 7.4, 0};
  Noise noise(11);
  std::vector<std::vector<double>> x(3);
  std::vector<double> y;
  for (int i = 0; i < 2000; ++i) {
    const double a = noise.uniform() < 0.5 ? 0 : 1, b = noise.uniform() < 0.8 ? a : 1 - a;
    x[0].push_back(a);
    x[1].push_back(b);
    x[2].push_back(noise.uniform() < 0.5 ? 0 : 1);
    for (int r = 0; r < 2; ++r) y.push_back(a + 2 * b + 0.5 * noise.normal());
  }
  for (const bool number : {true, false}) {
    const std::vector<bool> kinds(3, number);
    const auto found = shapley_effects(x, kinds, Response(y, 2), false, 0.95, philox_resampler(1));
    REQUIRE(found);
    for (std::size_t i = 0; i < 3; ++i) CHECK_THAT(found->shares[i].value, WithinAbs(truth[i], 0.05));
  }
}

TEST_CASE("Shapley effects: too few points or too many factors have none", "[sensitivity]") {
  const std::vector<double> few(30, 1.0);
  CHECK_FALSE(shapley_effects({few}, {true}, Response(few, 1), false, 0.95, philox_resampler(1)));
  const std::vector<double> still(100, 1.0);
  CHECK_FALSE(shapley_effects({still}, {true}, Response(still, 1), false, 0.95, philox_resampler(1)));
  CHECK_THROWS(shapley_effects(std::vector<std::vector<double>>(9, still), std::vector<bool>(9, true),
                               Response(still, 1), false, 0.95, philox_resampler(1)));
}

TEST_CASE("Shapley effects: intervals cover", "[sensitivity][slow]") {
  constexpr int trials = 500;
  std::array<int, 3> covered{};
  for (int trial = 0; trial < trials; ++trial) {
    const ShapleyEffects found = effects_at(0.5, 400, 2, 1, static_cast<std::uint64_t>(300 + trial));
    for (std::size_t i = 0; i < 3; ++i) {
      const Interval& in = found.shares[i].interval;
      covered[i] += in.low <= cases[1].shares[i] && cases[1].shares[i] <= in.high;
    }
  }
  for (const int times : covered) {
    WARN("coverage " << times << " of " << trials);
    CHECK(times >= 0.90 * trials);
  }
}

TEST_CASE("Shapley effects: intervals hold what other worlds would have given", "[sensitivity][slow]") {
  constexpr int trials = 500;
  std::array<int, 2> covered{};
  int of_points_alone = 0;
  for (int trial = 0; trial < trials; ++trial) {
    Noise noise(static_cast<std::uint64_t>(800 + trial));
    std::array<double, 4> slope{};  // of the first factor, by world: 1 on average
    for (double& s : slope) s = 1 + 0.5 * noise.normal();
    std::vector<std::vector<double>> x(2);
    std::vector<double> y;
    for (int i = 0; i < 200; ++i) {
      x[0].push_back(noise.normal());
      x[1].push_back(noise.normal());
      for (const double s : slope) y.push_back(s * x[0].back() + x[1].back());
    }
    const auto found = shapley_effects(x, {true, true}, Response(y, 4), true, 0.95, philox_resampler(1));
    const auto alone = shapley_effects(x, {true, true}, Response(y, 4), false, 0.95, philox_resampler(1));
    for (std::size_t i = 0; found && i < 2; ++i)
      covered[i] += found->shares[i].interval.low <= 0.5 && 0.5 <= found->shares[i].interval.high;
    of_points_alone += alone && alone->shares[0].interval.low <= 0.5 && 0.5 <= alone->shares[0].interval.high;
  }
  WARN("coverage " << covered[0] << ", " << covered[1] << " of " << trials << "; of points alone " << of_points_alone);
  for (const int times : covered) CHECK(times >= 0.90 * trials);
}
