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
