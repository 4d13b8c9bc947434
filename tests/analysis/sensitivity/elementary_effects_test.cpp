#include "analysis/sensitivity/elementary_effects.h"

#include <array>

#include "tests/analysis/philox_resampler.h"
#include "tests/analysis/sensitivity/test_functions.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::analysis;
using namespace sensitivity_tests;

namespace {

/// Morris 1991, eq. on page 168, with (-1)^i and (-1)^(i + j) for what he drew at random. Fourfold products have 5.
double morris_function(const double* x) {
  constexpr std::size_t k = 20;
  std::array<double, k> w{};
  for (std::size_t i = 0; i < k; ++i)
    w[i] = i == 2 || i == 4 || i == 6 ? 2 * (1.1 * x[i] / (x[i] + 0.1) - 0.5) : 2 * (x[i] - 0.5);
  double y = 0;
  for (std::size_t i = 0; i < k; ++i) {
    y += (i < 10 ? 20.0 : (i % 2 == 0 ? -1.0 : 1.0)) * w[i];
    for (std::size_t j = i + 1; j < k; ++j) y += (j < 6 ? -15.0 : ((i + j) % 2 == 0 ? 1.0 : -1.0)) * w[i] * w[j];
  }
  for (std::size_t i = 0; i < 5; ++i)
    for (std::size_t j = i + 1; j < 5; ++j)
      for (std::size_t l = j + 1; l < 5; ++l) y += -10 * w[i] * w[j] * w[l];
  return y + 5 * w[0] * w[1] * w[2] * w[3];
}

/// (trajectory, replicate) of one factor.
std::vector<double> effects_of(const DesignMatrix& design, const std::vector<double>& y, std::size_t m,
                               std::size_t factor, std::size_t levels) {
  const double length = static_cast<double>(levels) / static_cast<double>(2 * (levels - 1));
  const std::size_t k = design.factors;
  std::vector<double> made;
  for (std::size_t p = 0; p + 1 < design.points; ++p) {
    if (p % (k + 1) == k || design(p, factor) == design(p + 1, factor)) continue;
    const double sign = design(p + 1, factor) > design(p, factor) ? 1 : -1;
    for (std::size_t r = 0; r < m; ++r) made.push_back(sign * (y[(p + 1) * m + r] - y[p * m + r]) / length);
  }
  return made;
}

ElementaryEffects effects(const std::vector<double>& values, std::size_t m, bool common = false) {
  return elementary_effects(values, m, common, 0.95, 400, philox_resampler(1));
}

}  // namespace

TEST_CASE("elementary effects: a linear function has its slopes and no spread", "[sensitivity]") {
  const DesignMatrix design = morris_trajectories(8, numbered_names(2), 4, 1);
  const auto y = responses(design, [](const double* x) { return 3 * x[0] - 2 * x[1]; });
  const ElementaryEffects one = effects(effects_of(design, y, 1, 0, 4), 1);
  const ElementaryEffects two = effects(effects_of(design, y, 1, 1, 4), 1);
  CHECK_THAT(one.mu_star.value, WithinRel(3, 1e-12));
  CHECK_THAT(two.mu_star.value, WithinRel(2, 1e-12));
  CHECK_THAT(two.mu, WithinRel(-2, 1e-12));
  CHECK(one.sigma < 1e-12);
  CHECK(one.told_apart);
  CHECK(std::isnan(one.floor));  // one replicate
}

TEST_CASE("elementary effects: Morris' function of 20 factors parts into his groups", "[sensitivity]") {
  const DesignMatrix design = morris_trajectories(2000, numbered_names(20), 4, 1);
  const auto y = responses(design, morris_function);
  // Of w 3, 5 and 7 the mean over the grid 0, 1/3, 2/3, 1; all others have mean 0.
  double curved = 0;
  for (int i = 0; i < 4; ++i) curved += 2 * (1.1 * i / 3.0 / (i / 3.0 + 0.1) - 0.5) / 4;
  for (std::size_t i = 0; i < 20; ++i) {
    const ElementaryEffects found = effects(effects_of(design, y, 1, i, 4), 1);
    INFO("factor " << i + 1 << ": " << found.mu << ", " << found.mu_star.value << ", " << found.sigma);
    if (i >= 10) {
      // dy/dx = 2 (beta_i + sum of beta_ij w_j)
      double slope = i % 2 == 0 ? -1 : 1;
      for (const std::size_t j : {2U, 4U, 6U}) slope += ((i + j) % 2 == 0 ? 1.0 : -1.0) * curved;
      CHECK_THAT(found.mu, WithinAbs(2 * slope, 4 * found.sigma / std::sqrt(2000.0)));
      CHECK(found.mu_star.value < 10);
    } else if (i >= 7) {
      CHECK(found.mu_star.value > 35);  // strong, and nearly without interactions
      CHECK(found.sigma < 10);
    } else {
      CHECK(found.sigma > 10);  // interactions or curvature
    }
  }
}

TEST_CASE("elementary effects: of Morris' function with noise the floor is known, and what stands above it stays",
          "[sensitivity]") {
  constexpr double sd = 20;
  constexpr std::size_t trajectories = 1000, m = 2;
  const DesignMatrix design = morris_trajectories(trajectories, numbered_names(20), 4, 1);
  Noise noise(11);
  const auto still = responses(design, morris_function);
  const auto noisy =
      responses(design, morris_function, m, [&](const double*, std::size_t) { return sd * noise.normal(); });
  const double error = sd * std::sqrt(2.0 / m) / (2.0 / 3);  // of one effect: a difference of two means, over the step
  for (std::size_t i = 0; i < 20; ++i) {
    const ElementaryEffects plain = effects(effects_of(design, still, 1, i, 4), 1),
                            found = effects(effects_of(design, noisy, m, i, 4), m);
    INFO("factor " << i + 1 << ": " << plain.mu_star.value << " without noise, " << found.mu_star.value << " with");
    CHECK_THAT(found.noise, WithinRel(error, 0.06));
    CHECK_THAT(found.floor, WithinRel(error * std::sqrt(2 / pi), 0.06));
    CHECK_THAT(found.mu, WithinAbs(plain.mu, 4 * error / std::sqrt(double(trajectories))));
    // Factors 8 to 10 have 40 and hardly any interaction: the mean of their sizes has a standard error of 1.
    if (i >= 7 && i < 10) CHECK_THAT(found.mu_star.value, WithinAbs(plain.mu_star.value, 5));
    if (i >= 10) CHECK(found.plain_mu_star > 2 * plain.mu_star.value);  // left in, it would be taken for influence
    if (i >= 10) CHECK(found.mu_star.value < 0.6 * found.plain_mu_star);
  }
}

TEST_CASE("elementary effects: noise is told from influence", "[sensitivity]") {
  const DesignMatrix design = morris_trajectories(400, numbered_names(3), 4, 1);
  Noise noise(4);
  // x0 has slope 3, x1 a slope that depends on x0, x2 none.
  const auto y = responses(
      design, [](const double* x) { return 3 * x[0] + 2 * x[1] * (x[0] - 0.5); }, 4,
      [&](const double*, std::size_t) { return 0.5 * noise.normal(); });
  const double error = 0.5 * std::sqrt(2.0 / 4) / (2.0 / 3);  // of a difference of two means of 4, over the step
  const ElementaryEffects dummy = effects(effects_of(design, y, 4, 2, 4), 4);
  CHECK_THAT(dummy.noise, WithinRel(error, 0.05));
  CHECK_THAT(dummy.floor, WithinRel(error * std::sqrt(2 / pi), 0.05));
  CHECK_THAT(dummy.plain_mu_star, WithinAbs(dummy.floor, 4 * error * std::sqrt(1 - 2 / pi) / 20));
  CHECK(dummy.mu_star.value < 0.3 * dummy.floor);
  CHECK_FALSE(dummy.told_apart);
  const ElementaryEffects linear = effects(effects_of(design, y, 4, 0, 4), 4);
  CHECK_THAT(linear.mu_star.value, WithinAbs(4, 0.15));  // 3 + 2 x1, on average
  // Slope of x1 at x0 = 0, 1/3, 2/3, 1: -1, -1/3, 1/3, 1, so mu* is 2/3 and sigma sqrt(5)/3.
  const ElementaryEffects mixed = effects(effects_of(design, y, 4, 1, 4), 4);
  CHECK(mixed.told_apart);
  CHECK_THAT(mixed.mu, WithinAbs(0, 0.2));
  CHECK_THAT(mixed.sigma, WithinAbs(std::sqrt(5.0) / 3, 0.08));
  CHECK_THAT(mixed.mu_star.value, WithinAbs(2.0 / 3, 0.08));
  CHECK(mixed.plain_mu_star > mixed.mu_star.value + 0.03);
}

TEST_CASE("elementary effects: a dummy made of the runs' own noise has the floor and no influence", "[sensitivity]") {
  Noise noise(8);
  const auto made = [&](std::size_t trajectories, std::size_t m) {
    std::vector<std::vector<double>> factors(2);
    for (auto& factor : factors)
      for (std::size_t t = 0; t < trajectories; ++t) {
        const double slope = 5 + 3 * noise.normal();
        for (std::size_t r = 0; r < m; ++r) factor.push_back(slope + 2 * noise.normal());
      }
    return factors;
  };
  const ElementaryEffects found = dummy_effects(made(2000, 4), 4, 0.95, 100, philox_resampler(1));
  const double error = 2 / std::sqrt(4.0);
  CHECK(found.n == 2000);
  CHECK_THAT(found.noise, WithinRel(error, 0.05));
  CHECK_THAT(found.plain_mu_star, WithinRel(error * std::sqrt(2 / pi), 0.06));  // what folded noise has
  CHECK(found.mu_star.value < 0.25 * found.floor);
  CHECK_FALSE(found.told_apart);
  int alarms = 0;
  constexpr int trials = 500;
  for (int trial = 0; trial < trials; ++trial)
    alarms += dummy_effects(made(20, 2), 2, 0.95, 20, philox_resampler(static_cast<std::uint64_t>(trial))).told_apart;
  INFO(alarms << " of " << trials);
  CHECK(alarms <= 0.045 * trials);
  CHECK(dummy_effects(made(20, 1), 1, 0.95, 20, philox_resampler(1)).n == 0);  // nothing is known of noise
  CHECK(dummy_effects(made(1, 4), 4, 0.95, 20, philox_resampler(1)).n == 0);
  CHECK(dummy_effects({}, 4, 0.95, 20, philox_resampler(1)).n == 0);
}

TEST_CASE("elementary effects: gaps are counted, and nothing is made of nothing", "[sensitivity]") {
  const std::vector<double> gap{1, 2, no_value, 3, 4, 5}, lost{no_value, no_value}, still(8, 0.0);
  CHECK(effects(gap, 2).n == 2);
  CHECK(effects(gap, 2).left_out == 1);
  CHECK(effects(lost, 2).n == 0);
  CHECK_FALSE(effects(lost, 2).mu_star.exists());
  CHECK(effects(still, 2).mu_star.value == 0);
  CHECK_FALSE(effects(still, 2).told_apart);
  CHECK(effects({}, 1).n == 0);
}

TEST_CASE("elementary effects: intervals of mu* cover, inert factors are rarely told apart", "[sensitivity][slow]") {
  constexpr int trials = 1000;
  int covered = 0, alarms = 0;
  const bool shared = GENERATE(false, true);
  for (int trial = 0; trial < trials; ++trial) {
    Noise noise(static_cast<std::uint64_t>(100 + trial));
    std::array<double, 4> worlds{};
    for (double& w : worlds) w = 0.5 * noise.normal();
    std::vector<double> real, inert;
    for (int t = 0; t < 20; ++t) {
      const double slope = 2 + noise.normal();  // mean of absolute values: folded normal
      for (std::size_t r = 0; r < 4; ++r) {
        const double world = shared ? worlds[r] : 0;
        real.push_back(slope + world + noise.normal());
        inert.push_back(world + noise.normal());
      }
    }
    const auto found =
        elementary_effects(real, 4, shared, 0.95, 400, philox_resampler(static_cast<std::uint64_t>(trial)));
    const double truth = folded_normal_mean(2, 1);
    covered += found.mu_star.interval.low <= truth && truth <= found.mu_star.interval.high;
    alarms += elementary_effects(inert, 4, shared, 0.95, 50, philox_resampler(1)).told_apart;
  }
  WARN((shared ? "shared worlds" : "own numbers")
       << ": coverage " << covered << ", false alarms " << alarms << " of " << trials);
  CHECK(covered >= 0.90 * trials);  // 20 trajectories: percentile intervals are a little short
  CHECK(alarms <= 0.045 * trials);
}
