#include "analysis/sensitivity/rank_index.h"

#include <array>

#include "tests/analysis/sensitivity/test_functions.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::analysis;
using namespace sensitivity_tests;

namespace {

struct Points {
  std::size_t factors = 0;
  std::vector<double> at;

  std::vector<double> column(std::size_t f) const {
    std::vector<double> made;
    for (std::size_t i = f; i < at.size(); i += factors) made.push_back(at[i]);
    return made;
  }
  std::vector<double> responses(const Function& f, std::size_t m, const Luck& luck) const {
    const DesignMatrix design{factors, at.size() / factors, at};
    return sensitivity_tests::responses(design, f, m, luck);
  }
};

Points random_points(std::size_t n, std::size_t factors, Noise& noise) {
  Points made{factors, {}};
  for (std::size_t i = 0; i < n * factors; ++i) made.at.push_back(noise.uniform());
  return made;
}

double linear(const double* x) { return normal_score(x[0]) + 2 * normal_score(x[1]) + 3 * normal_score(x[2]); }

}  // namespace

TEST_CASE("rank index: first-order indices of Ishigami and of a linear function of normals", "[sensitivity]") {
  Noise noise(1);
  const Points points = random_points(40'000, 4, noise);
  const auto check = [&](const Function& f, const std::array<double, 4>& truth) {
    const auto y = points.responses(f, 1, {});
    for (std::size_t i = 0; i < 4; ++i) {
      const Index found = rank_index(points.column(i), Response(y, 1), true, 0.95).of_run;
      CHECK_THAT(found.value, WithinAbs(truth[i], 0.02));  // 4 standard errors
      CHECK(found.told_apart() == (truth[i] > 0));
    }
  };
  check(ishigami, {0.313905, 0.442411, 0, 0});
  check(linear, {1.0 / 14, 4.0 / 14, 9.0 / 14, 0});
}

TEST_CASE("rank index: noise of own numbers or of shared worlds is taken out", "[sensitivity]") {
  Noise noise(2);
  const Points points = random_points(20'000, 4, noise);
  const auto y = points.responses(ishigami, 2, [&](const double*, std::size_t) { return 3 * noise.normal(); });
  const Response response(y, 2);
  const RankIndex second = rank_index(points.column(1), response, false, 0.95);
  CHECK_THAT(second.of_mean.value, WithinAbs(0.442411, 0.03));
  CHECK_THAT(second.of_run.value, WithinAbs(0.268116, 0.02));
  CHECK_THAT(rank_index(points.column(1), response, true, 0.95).of_mean.value, WithinAbs(0.442411, 0.04));

  std::array<double, 200> worlds{};  // y = x0 + w x1: on average over worlds x1 does nothing, in one it has 4/5
  for (double& w : worlds) w = 2 * noise.normal();
  const Points few = random_points(1000, 2, noise);
  const auto z = few.responses([](const double* x) { return x[0]; }, worlds.size(),
                               [&](const double* x, std::size_t r) { return worlds[r] * x[1]; });
  const Response shared(z, worlds.size());
  const RankIndex world = rank_index(few.column(1), shared, true, 0.95);
  CHECK_THAT(world.of_run.value, WithinAbs(0.8, 0.06));
  CHECK_FALSE(world.of_mean.told_apart());
  CHECK(std::abs(world.of_mean.value) < 0.1);
}

TEST_CASE("rank index: levels make groups, and an ordered design gives its sums of squares", "[sensitivity]") {
  // Two levels of x0 times three of x1, 50 points each: y = x0 + x1 has variances 1/4 and 2/3.
  std::vector<double> x0, x1, y;
  for (int i = 0; i < 300; ++i) {
    x0.push_back(i % 2);
    x1.push_back(i / 2 % 3);
    y.push_back(x0.back() + x1.back());
  }
  const Response response(y, 1);
  const double all = 1.0 / 4 + 2.0 / 3;
  CHECK_THAT(rank_index(x0, response, true, 0.95).of_run.value, WithinAbs(1.0 / 4 / all, 0.01));
  CHECK_THAT(rank_index(x1, response, true, 0.95).of_run.value, WithinAbs(2.0 / 3 / all, 0.01));
  CHECK(Neighbours(x0).grouped());
}

TEST_CASE("rank index: too few points and a response without spread have none", "[sensitivity]") {
  const std::vector<double> x{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, still(10, 2.5);
  CHECK_FALSE(rank_index(x, Response(still, 1), true, 0.95).of_run.exists());
  CHECK_FALSE(rank_index(std::span(x).first(5), Response(std::span(x).first(5), 1), true, 0.95).of_run.exists());
  const std::vector<double> lost(10, no_value);
  CHECK(Response(lost, 1).points() == 0);
}

TEST_CASE("rank index: intervals cover, inert factors are rarely told apart", "[sensitivity][slow]") {
  constexpr int trials = 600;
  const bool levels = GENERATE(false, true);
  std::array<int, 4> covered{};
  int alarms = 0;
  for (int trial = 0; trial < trials; ++trial) {
    Noise noise(static_cast<std::uint64_t>(5000 + trial));
    Points points = random_points(500, 4, noise);
    if (levels)
      for (double& x : points.at) x = (std::floor(5 * x) + 0.5) / 5;
    const auto y = points.responses(linear, 2, [&](const double*, std::size_t) { return 2 * noise.normal(); });
    const Response response(y, 2);
    // Scores of the five levels have variance 0.8415 where normal ones have 1; shares are the same.
    constexpr std::array<double, 4> truth{1.0 / 14, 4.0 / 14, 9.0 / 14, 0};
    for (std::size_t i = 0; i < 4; ++i) {
      const Index found = rank_index(points.column(i), response, false, 0.95).of_mean;
      covered[i] += found.interval.low <= truth[i] && truth[i] <= found.interval.high;
      if (i == 3) alarms += found.told_apart();
    }
  }
  for (std::size_t i = 0; i < 4; ++i) {
    WARN((levels ? "five levels" : "continuous")
         << ", factor " << i << ": coverage " << covered[i] << " of " << trials);
    CHECK(covered[i] >= 0.91 * trials);
  }
  WARN("false alarms " << alarms << " of " << trials);
  CHECK(alarms <= 0.045 * trials);
}
