#include "analysis/tradeoff/judgement.h"

#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "analysis/tradeoff/front.h"
#include "analysis/tradeoff/regret.h"
#include "tests/analysis/philox_resampler.h"
#include "tests/analysis/random_values.h"
#include "tests/catch.h"

using namespace poldyn::analysis;

namespace {

/// Three policies in two futures with two replicates; the last number of a line is the second replicate of the second.
const Worlds by_hand{3,
                     2,
                     2,
                     {10, 14, 30, 30,  //
                      11, 15, 20, 24,  //
                      18, 18, 21, 21}};

}  // namespace

TEST_CASE("front: by hand", "[reference]") {
  Eigen::MatrixXd costs(5, 2);
  costs << 1, 5,  //
      2, 3,       //
      3, 3,       // no better than (2, 3) in one, worse in the other
      2, 3,       // equal to the second: both stay
      4, 1;
  const auto front = on_front(costs);
  CHECK(front == std::vector<bool>{true, true, false, true, true});
  CHECK(dominators(costs, front) == std::vector<std::size_t>{0, 1, 1, 3, 4});
}

TEST_CASE("front: equals brute force over many random tables with ties", "[reference]") {
  Random random(3);
  std::uniform_int_distribution<int> grid(0, 6);
  for (int table = 0; table < 300; ++table) {
    Eigen::MatrixXd costs(1 + table % 40, 1 + table % 4);
    for (double& x : costs.reshaped()) x = grid(random);
    const auto front = on_front(costs);
    for (Eigen::Index a = 0; a < costs.rows(); ++a) {
      bool dominated = false;
      for (Eigen::Index b = 0; b < costs.rows(); ++b)
        dominated |=
            (costs.row(b).array() <= costs.row(a).array()).all() && (costs.row(b).array() < costs.row(a).array()).any();
      REQUIRE(front[static_cast<std::size_t>(a)] == !dominated);
    }
  }
}

TEST_CASE("regret: by hand", "[reference]") {
  const Regrets found = regrets(by_hand);  // means 12 13 18 and 30 22 21
  CHECK(found.best == std::vector<std::size_t>{0, 2});
  Eigen::MatrixXd expected(2, 3);
  expected << 0, 1, 6, 9, 1, 0;
  CHECK(found.by_future == expected);
  CHECK(found.mean() == Eigen::Vector3d(4.5, 1, 3));
  CHECK(found.worst() == Eigen::Vector3d(9, 1, 6));
  // Policy 2 is worst in future 0: differences to policy 0 are 8 and 4, so 6 with a standard deviation of sqrt(8).
  const WorstRegret worst = worst_regret(by_hand, found, 2);
  CHECK(worst.future == 0);
  CHECK(worst.regret.mean == 6);
  CHECK_THAT(worst.regret.half_width, WithinRel(t_quantile(0.975, 1) * std::sqrt(8.0 / 2), 1e-12));
}

TEST_CASE("regret: luck that policies share is not in its interval", "[stats]") {
  Worlds costs = by_hand;
  for (std::size_t p = 0; p < 3; ++p)
    for (std::size_t s = 0; s < 2; ++s) {
      costs.values[costs.at(p, s, 0)] = double(p * (1 - 2 * s) + s * 7);
      costs.values[costs.at(p, s, 1)] = costs.values[costs.at(p, s, 0)] + 100;  // the same luck for all
    }
  const Regrets found = regrets(costs);
  CHECK(worst_regret(costs, found, 2).regret.half_width == 0);
  CHECK(mean_regret(costs, found, 2, {false, true}).half_width == 0);
}

TEST_CASE("worlds: a world that one policy has no value in is nobody's", "[stats]") {
  Worlds costs = by_hand;
  costs.values[costs.at(1, 0, 1)] = no_value;
  CHECK(keep_common(costs) == 3);
  CHECK(std::isnan(costs.values[costs.at(0, 0, 1)]));
  CHECK(regrets(costs).by_future.row(0) == Eigen::RowVector3d(0, 1, 8));  // of 10, 11, 18 alone
  costs.values[costs.at(2, 0, 0)] = no_value;
  CHECK(keep_common(costs) == 2);
  CHECK(regrets(costs).futures == std::vector<std::size_t>{1});
  for (double& x : costs.values) x = no_value;
  CHECK(keep_common(costs) == 0);
  CHECK_THROWS_AS(regrets(costs), std::invalid_argument);
}

TEST_CASE("worlds: many that lack a few each leave enough in common", "[reference]") {
  // Of 100 worlds the first lacks none, the second 3, the third 4 others, the fourth 4 of which one is the second's.
  Worlds worlds{4, 50, 2, std::vector<double>(400, 1.0)};
  const auto lacks = [&](std::size_t policy, std::size_t from, std::size_t to) {
    for (std::size_t w = from; w < to; ++w) worlds.values[policy * 100 + w] = no_value;
  };
  lacks(1, 0, 3), lacks(2, 3, 7), lacks(3, 2, 6);
  CHECK(sparse_together(worlds, {0, 1, 2, 3}, 0.07).empty());  // 7 of 100 lack somewhere
  // The later of those that lack 4; 7 are still lacking then, and the third takes 4 of them along.
  CHECK(sparse_together(worlds, {0, 1, 2, 3}, 0.05) == std::vector<std::size_t>{3, 2});
  CHECK(sparse_together(worlds, {0, 1, 2, 3}, 0.0) == std::vector<std::size_t>{3, 2, 1});
  CHECK(sparse_together(worlds, {0, 3}, 0.03) == std::vector<std::size_t>{3});
}

TEST_CASE("criteria: by hand, and ranks that change with the criterion", "[reference]") {
  const Eigen::MatrixXd found = criteria_of(by_hand);
  CHECK(found.col(0) == Eigen::Vector3d(21, 17.5, 19.5));
  CHECK_THAT(found(1, 1), WithinRel(17.5 + std::sqrt((6.5 * 6.5 + 2.5 * 2.5 + 2.5 * 2.5 + 6.5 * 6.5) / 3), 1e-12));
  CHECK_THAT(found(1, 2), WithinRel(20 + 0.7 * 4, 1e-12));  // place 0.9 * 3 among 11 15 20 24
  CHECK(found.col(3) == Eigen::Vector3d(4.5, 1, 3));
  CHECK(found.col(4) == Eigen::Vector3d(9, 1, 6));
  const Standings standings(found);
  const auto by_mean = standings.of(0), by_percentile = standings.of(2);
  CHECK(by_mean[1].rank == 1);
  CHECK(by_percentile[2].rank == 1);  // 21: policy 1 is better on average, and worse one time in ten
  CHECK(by_mean[0].rank == 3);
}

TEST_CASE("criteria: quantiles are those of type 7", "[reference]") {
  std::vector<double> values{3, 1, 2, 10};
  CHECK_THAT(quantile_in_place(values, 0.9), WithinRel(3 + 0.7 * 7, 1e-12));
  CHECK(quantile_in_place(values, 1) == 10);
  CHECK(quantile_in_place(values, 0) == 1);
}

TEST_CASE("worlds: a mean knows what hangs together", "[reference]") {
  Eigen::MatrixXd cells(2, 2);
  cells << 1, 3, 5, 9;  // rows 2, 7; columns 3, 6; mean 4.5; residuals +-0.5, squares sum to 1
  CHECK(mean_of_cells(cells, {true, true}).mean == 4.5);
  // 12.5 / 2 + 4.5 / 2 - 1 / 4 = 8.25, with 8.25^2 / (6.25^2 + 2.25^2 + 0.25^2) = 1.5401 degrees of freedom
  CHECK_THAT(mean_of_cells(cells, {true, true}).half_width,
             WithinRel(t_quantile(0.975, 8.25 * 8.25 / (6.25 * 6.25 + 2.25 * 2.25 + 0.0625)) * std::sqrt(8.25), 1e-12));
  CHECK_THAT(mean_of_cells(cells, {false, true}).half_width, WithinRel(t_quantile(0.975, 1) * 1.5, 1e-12));
  CHECK_THAT(mean_of_cells(cells, {true, false}).half_width, WithinRel(t_quantile(0.975, 1) * 2.5, 1e-12));
  // Within futures: (2 / 2 + 8 / 2) / 4 = 1.25, df = 1.25^2 / (0.25^2 + 1) = 1.4706
  CHECK_THAT(mean_of_cells(cells, {false, false}).half_width,
             WithinRel(t_quantile(0.975, 1.5625 / 1.0625) * std::sqrt(1.25), 1e-12));
  // Neither rows nor columns differ, and yet the mean is not certain: what is left has variance 1 / 4.
  cells << 1, 2, 2, 1;
  CHECK_THAT(mean_of_cells(cells, {true, true}).half_width, WithinRel(t_quantile(0.975, 1) * 0.5, 1e-12));
  CHECK(std::isnan(mean_of_cells(cells.leftCols(1), {false, false}).half_width));
  CHECK(std::isnan(mean_of_cells(cells.leftCols(1), {false, true}).half_width));
}

namespace {

/// Futures and replicates with effects of their own and what is left, sd 1, 1 and 1; the mean is 0.
Eigen::MatrixXd two_way(Random& random, Eigen::Index futures, Eigen::Index replicates, bool shared) {
  std::normal_distribution<double> normal;
  Eigen::MatrixXd made(futures, replicates);
  std::vector<double> luck;
  for (Eigen::Index r = 0; r < replicates; ++r) luck.push_back(normal(random));
  for (Eigen::Index s = 0; s < futures; ++s) {
    const double future = normal(random);
    for (Eigen::Index r = 0; r < replicates; ++r)
      made(s, r) = future + normal(random) + (shared ? luck[static_cast<std::size_t>(r)] : 0);
  }
  return made;
}

}  // namespace

TEST_CASE("worlds: intervals of means hold the truth as often as stated", "[theory]") {
  Random random(11);
  const bool shared = GENERATE(false, true);
  constexpr int trials = 2'000;  // standard error of a coverage of 0.95: 0.005
  int held = 0, without = 0;
  for (int i = 0; i < trials; ++i) {
    const Estimate made = mean_of_cells(two_way(random, 20, 10, shared), {true, shared});
    held += std::abs(made.mean) <= made.half_width;
    // The same cells, if replicates are taken for independent: what shared luck makes of it.
    const Estimate naive = mean_of_cells(two_way(random, 20, 10, shared), {true, false});
    without += std::abs(naive.mean) <= naive.half_width;
  }
  INFO("shared luck " << shared << ": held in " << held << ", taken for independent " << without << " of " << trials);
  CHECK(held / double(trials) > 0.95 - 4 * 0.005);
  CHECK(held / double(trials) < 0.99);
  if (shared) CHECK(without / double(trials) < 0.85);
}

TEST_CASE("front: the probability of being on it is that of the difference's sign", "[theory]") {
  // Both policies have equal second costs in every world, so each is on the front exactly if its first mean is not the
  // larger. Differences have mean d and standard error e: Phi(-d / e) for the second.
  constexpr std::size_t futures = 400;
  Random random(5);
  Worlds first{2, futures, 1, std::vector<double>(2 * futures, 0.0)};
  std::normal_distribution<double> law(0.06, 1);
  std::vector<double> apart;
  for (std::size_t s = 0; s < futures; ++s) {
    first.values[first.at(0, s, 0)] = 100.0 * law(random);  // large luck that both have
    apart.push_back(law(random));
    first.values[first.at(1, s, 0)] = first.values[first.at(0, s, 0)] + apart.back();
  }
  const Worlds second{2, futures, 1, std::vector<double>(2 * futures, 3.0)};
  const PolicyJudgement found = judge({first, second}, {}, {true, false}, philox_resampler(1));
  const Estimate difference = estimate(apart);
  const double z = difference.mean / (difference.sd / std::sqrt(double(futures)));
  const double expected = boost::math::cdf(boost::math::normal(), -z);
  INFO("z " << z << ", expected " << expected << ", found " << found.membership[1]);
  REQUIRE(expected > 0.02);
  REQUIRE(expected < 0.5);
  CHECK_THAT(found.membership[1], WithinAbs(expected, 0.03));  // 999 resamples: standard error at most 0.016
  CHECK_THAT(found.membership[0], WithinAbs(1 - expected, 0.03));
  CHECK(found.front == std::vector<bool>{true, false});
  CHECK_THAT(found.metrics[0].standings[0][0].best_share, WithinAbs(1 - expected, 0.03));
}

TEST_CASE("front: who is clearly dominated is never on it, who is clearly not always", "[theory]") {
  Random random(8);
  constexpr std::size_t futures = 30, replicates = 4;
  std::vector<Worlds> costs(2, Worlds{3, futures, replicates, std::vector<double>(3 * futures * replicates)});
  std::normal_distribution<double> noise(0, 1);
  const double means[2][3] = {{0, 5, 6}, {5, 0, 6}};
  for (std::size_t m = 0; m < 2; ++m)
    for (std::size_t p = 0; p < 3; ++p)
      for (std::size_t i = 0; i < futures * replicates; ++i)
        costs[m].values[p * futures * replicates + i] = means[m][p] + noise(random);
  const Layout layout = GENERATE(Layout{true, true}, Layout{true, false}, Layout{false, true}, Layout{false, false});
  const PolicyJudgement found = judge(costs, {}, layout, philox_resampler(1));
  CHECK(found.membership == std::vector<double>{1, 1, 0});
  CHECK(found.dominator[2] != 2);
}

TEST_CASE("judgement: what cannot be drawn anew has no probability", "[stats]") {
  Worlds single{2, 3, 1, {1, 2, 3, 2, 1, 4}};
  const PolicyJudgement grid = judge({single}, {}, {false, true}, philox_resampler(1));
  CHECK(grid.resamples == 0);
  CHECK(std::isnan(grid.membership[0]));
  CHECK_FALSE(grid.metrics[0].standings[0][0].interval.exists());
  CHECK(grid.metrics[0].standings[0][0].rank == 1);
  const PolicyJudgement sample = judge({single}, {}, {true, false}, philox_resampler(1));
  CHECK(sample.resamples == 999);
}

TEST_CASE("judgement: shares of worlds that meet the conditions are counted", "[stats]") {
  Worlds costs{2, 4, 1, {1, 2, 3, 4, 2, 2, 2, 2}};
  const Worlds unmet{2, 4, 1, {0, 0, 0, 1, 1, 0, 0, no_value}};
  const PolicyJudgement found = judge({costs}, unmet, {true, false}, philox_resampler(1));
  CHECK(found.meets[0].value == 0.25);
  CHECK_THAT(found.meets[1].value, WithinRel(1 / 3.0, 1e-12));
  CHECK(found.meets[0].rank == 1);
}

TEST_CASE("judgement: who is not judged takes no world from the others, and has no rank", "[stats]") {
  Worlds costs{2, 4, 1, {1, 2, 3, 4, 2, 2, 2, 2}};
  // Policies 2 and 3 are not judged: one has a value in two worlds, the other in none.
  const Worlds unmet{
      4, 4, 1, {0, 0, 0, 1, 1, 0, 0, 1, 0, 1, no_value, no_value, no_value, no_value, no_value, no_value}};
  const PolicyJudgement found = judge({costs}, unmet, {true, false}, philox_resampler(1));
  REQUIRE(found.meets.size() == 2);
  CHECK(found.meets[0].value == 0.25);
  CHECK(found.meets[1].value == 0.5);
  CHECK(found.meets[1].rank == 2);
  CHECK(found.meets[1].interval.exists());
  CHECK(found.meets[0].best_share > 0.5);
  REQUIRE(found.others_meet.size() == 2);
  CHECK(found.others_meet[0].value == 0.5);
  CHECK(found.others_meet[0].interval.exists());
  CHECK(std::isnan(found.others_meet[1].value));
  CHECK_FALSE(found.others_meet[1].interval.exists());
}

TEST_CASE("judgement: what was so in every world is not certain", "[reference]") {
  // 20 futures, each drawn by itself: 1 - 0.025^(1/20) = 0.1684 (Clopper and Pearson 1934, 0 of 20).
  constexpr std::size_t futures = 20, replicates = 3;
  Worlds costs{2, futures, replicates, std::vector<double>(2 * futures * replicates, 1.0)};
  Worlds unmet = costs;
  std::fill(unmet.values.begin(), unmet.values.begin() + futures * replicates, 0.0);
  const auto judged = [&](Layout layout) { return judge({costs}, unmet, layout, philox_resampler(1)).meets; };
  const auto sample = judged({true, false});
  CHECK(sample[0].interval.low == 0);
  CHECK_THAT(sample[0].interval.high, WithinAbs(0.1684, 1e-4));
  CHECK_THAT(sample[1].interval.low, WithinAbs(1 - 0.1684, 1e-4));
  CHECK(sample[1].interval.high == 1);
  CHECK_THAT(judged({false, false})[0].interval.high, WithinAbs(1 - std::pow(0.025, 1.0 / 60), 1e-12));
  CHECK_THAT(judged({false, true})[0].interval.high, WithinAbs(1 - std::pow(0.025, 1.0 / 3), 1e-12));
  // Seen in one future of 20 it is no surer than in none: 0.0013 to 0.2487.
  std::fill(unmet.values.begin(), unmet.values.begin() + replicates, 1.0);
  const auto once = judged({true, false});
  CHECK(once[0].interval.low <= 0.0013);
  CHECK(once[0].interval.high >= 0.2487);
}

TEST_CASE("criteria: who may be the best", "[stats]") {
  Standings standings((Eigen::MatrixXd(4, 1) << 1, 1.5, 1, 9).finished());
  // The second is as good as the first in 2 of 10 resamples, and the best of all in one of these; the fourth never is.
  // The third is equal to the first in the data.
  for (int i = 0; i < 10; ++i)
    standings.add((Eigen::MatrixXd(4, 1) << 1, i < 2 ? 0.5 : 2, i == 0 ? 0.2 : 1.1, 8).finished());
  const auto found = standings.of(0);
  CHECK(found[0].rank == 1);
  CHECK(found[2].rank == 1);
  CHECK(found[1].rank == 3);
  CHECK(found[0].best_share == 0.8);
  CHECK(found[1].best_share == 0.1);
  CHECK(found[1].as_good == 0.2);
  CHECK(found[3].as_good == 0);
  CHECK(may_be_best(found).size() == 3);
  CHECK(may_be_best(found).front() == 0);
  const auto rounded = Standings((Eigen::MatrixXd(2, 1) << 1 + 1e-15, 1).finished()).of(0);
  CHECK(rounded[0].rank == 1);
  CHECK(may_be_best(rounded) == std::vector<std::size_t>{0, 1});
}

TEST_CASE("criteria: measures that leave the same ones open stand together", "[stats]") {
  const Standing sure{0, {}, 1, 0.99, 1}, out{0, {}, 2, 0.01, 0.01}, open{0, {}, 2, 0.3, 0.3};
  Standing half = sure;
  half.best_share = 0.2;
  const auto found = bests_of({{sure, out}, {sure, open}, {out, sure}, {half, open}, {sure, out}});
  REQUIRE(found.size() == 3);
  CHECK((found[0].who == std::vector<std::size_t>{0} && found[0].criteria == std::vector<std::size_t>{0, 4}));
  CHECK((found[1].who == std::vector<std::size_t>{0, 1} && found[1].criteria == std::vector<std::size_t>{1, 3}));
  CHECK((found[2].who == std::vector<std::size_t>{1} && found[2].criteria == std::vector<std::size_t>{2}));
}

TEST_CASE("criteria: equal but for rounding is equal", "[stats]") {
  const Worlds costs{2, 1, 3, {0.1, 0.2, 0.3, 0.3, 0.2, 0.1}};  // sums differ in the last bit
  REQUIRE(0.1 + 0.2 + 0.3 != 0.3 + 0.2 + 0.1);
  const Eigen::MatrixXd found = criteria_of(costs);
  for (const auto criterion : {Criterion::mean, Criterion::worst_regret}) {
    const auto standings = Standings(found).of(static_cast<std::size_t>(criterion));
    CHECK(standings[0].rank == 1);
    CHECK(standings[1].rank == 1);
  }
  CHECK(found.col(4).isZero(0));
}

TEST_CASE("criteria: who is told from the best is the best no more often than stated", "[theory]") {
  // Two policies of equal mean in 40 futures: one of them is told apart, wrongly, in 5 of 100 cases (both sides).
  constexpr int trials = 200;  // standard error 0.0154
  Random random(21);
  std::normal_distribution<double> normal;
  int told = 0;
  for (int t = 0; t < trials; ++t) {
    Worlds costs{2, 40, 1, std::vector<double>(80)};
    for (double& x : costs.values) x = normal(random);
    const auto found = judge({costs}, {}, {true, false}, philox_resampler(static_cast<std::uint64_t>(t)));
    told += may_be_best(found.metrics[0].standings[0]).size() == 1;
  }
  INFO("told apart in " << told << " of " << trials);
  CHECK(told / double(trials) < 0.05 + 4 * 0.0154);
  CHECK(told > 0);
}

TEST_CASE("front: how many more worlds would settle it", "[reference]") {
  // Phi(1) = 0.8413, Phi(1.6449) = 0.95: 1.6449^2 = 2.7055 times as many.
  CHECK_THAT(worlds_to_settle(0.841344746), WithinAbs(2.7055, 1e-3));
  CHECK_THAT(worlds_to_settle(1 - 0.841344746), WithinAbs(2.7055, 1e-3));
  CHECK(worlds_to_settle(0.97) == 1);
  CHECK(worlds_to_settle(0) == 1);
  CHECK(worlds_to_settle(0.5) > 1e6);
}
