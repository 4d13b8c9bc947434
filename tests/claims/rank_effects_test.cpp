#include "claims/rank_effects.h"

#include <cmath>
#include <random>

#include "analysis/ranks.h"
#include "claims/effect.h"
#include "tests/analysis/random_values.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::analysis;

TEST_CASE("claims: rank correlation with ties", "[claims][reference]") {
  // Without ties 1 - 6 sum d^2 / (n (n^2 - 1)): here sum d^2 = 4, n = 5.
  CHECK(rank_correlation(std::vector<double>{1, 2, 3, 4, 5}, std::vector<double>{2, 1, 4, 3, 5}) == Approx(0.8));
  // Ranks 0.5 0.5 2 3 against 0 1 2 3: by hand 4.5 / sqrt(4.5 x 5).
  CHECK(rank_correlation(std::vector<double>{7, 7, 8, 9}, std::vector<double>{1, 2, 3, 4}) ==
        Approx(4.5 / std::sqrt(22.5)));
  CHECK(std::isnan(rank_correlation(std::vector<double>{1, 1, 1}, std::vector<double>{1, 2, 3})));
}

TEST_CASE("claims: ranks of regimes are those of their means, less the reference", "[claims]") {
  const std::vector<std::vector<double>> x{{0, 2}, {3, 3}, {5, 5}, {9, 7}, {no_value, no_value}};
  const std::vector<std::vector<double>> same{{1, 1}, {2, 2}, {3, 3}, {4, 4}, {9, 9}};
  const std::vector<std::vector<double>> opposite{{4, 4}, {3, 3}, {2, 2}, {1, 1}, {0, 0}};
  CHECK(estimate(rank_effects(x, {same}, 0.5)).mean == Approx(0.5));
  CHECK(estimate(rank_effects(x, {same, opposite}, 0)).mean == Approx(0).margin(1e-12));
  CHECK(rank_effects({{1, 1}, {2, 2}, {3, 3}}, {same}, 0).empty());
}

TEST_CASE("claims: intervals of rank correlations cover, where the ranks are plain and where some are close",
          "[claims]") {
  // Twelve regimes, a hundred replicates; the spread of their means is so many deviations of one run. The jackknife
  // alone covers 78 % at 3, where leaving out one run moves hardly any rank. Two standard errors of 400 trials are 2 %.
  const auto [spread, least] = GENERATE(std::pair{0.3, 0.93}, std::pair{1.0, 0.93}, std::pair{3.0, 0.93});
  Random random(21);
  constexpr std::size_t regimes = 12, replicates = 100, trials = 400;
  std::size_t covered = 0;
  double width = 0;
  for (std::size_t t = 0; t < trials; ++t) {
    const std::vector<double> x_mean = normal(random, regimes, 0, spread), noise = normal(random, regimes, 0, spread);
    std::vector<double> y_mean(regimes);
    std::vector<std::vector<double>> x, y;
    for (std::size_t r = 0; r < regimes; ++r) {
      y_mean[r] = x_mean[r] + noise[r];
      x.push_back(normal(random, replicates, x_mean[r], 1));
      y.push_back(normal(random, replicates, y_mean[r], 1));
    }
    const double truth = rank_correlation(x_mean, y_mean);
    const PointEffect at = point_effect(rank_effects(x, {y}, 0), {});
    constexpr double rounding = 1e-9;  // where all ranks are plain the interval is a point
    covered += at.low <= truth + rounding && truth <= at.high + rounding;
    width += (at.high - at.low) / trials;
  }
  CAPTURE(spread, covered, width);
  CHECK(static_cast<double>(covered) >= least * trials);
}
