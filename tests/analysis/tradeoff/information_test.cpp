#include "analysis/tradeoff/information.h"

#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>

#include "analysis/tradeoff/smoother.h"
#include "tests/analysis/philox_resampler.h"
#include "tests/analysis/random_values.h"
#include "tests/catch.h"

using namespace poldyn::analysis;

namespace {

/// Midpoints of n equally likely strata of a standard normal law, shuffled: a sample whose own luck is small.
std::vector<double> normal_strata(Random& random, std::size_t n) {
  std::vector<double> made;
  for (std::size_t i = 0; i < n; ++i)
    made.push_back(boost::math::quantile(boost::math::normal(), (double(i) + 0.5) / double(n)));
  std::shuffle(made.begin(), made.end(), random);
  return made;
}

/// Two policies; the second costs `extra(x)` more, and both have large luck in common and small luck of their own.
template <class Extra>
Eigen::MatrixXd two_policies(Random& random, const std::vector<double>& x, double own, Extra extra) {
  std::normal_distribution<double> normal;
  Eigen::MatrixXd costs(static_cast<Eigen::Index>(x.size()), 2);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    costs(row, 0) = 50 * normal(random);
    costs(row, 1) = costs(row, 0) + extra(x[i]) + own * normal(random);
  }
  return costs;
}

}  // namespace

TEST_CASE("information: two options with a normal incremental benefit", "[reference]") {
  // s pdf(mu / s) - |mu| cdf(-|mu| / s): 0.398942 for mu 0, s 1 and 0.197797 for mu 0.5, s 1.
  struct Case {
    double mu, expected;
  };
  const Case known = GENERATE(Case{0, 0.398942}, Case{0.5, 0.197797}, Case{-0.5, 0.197797});
  Random random(1);
  constexpr std::size_t n = 20'000;
  const auto x = normal_strata(random, n);
  const auto costs = two_policies(random, x, 1, [&](double at) { return known.mu + at; });
  // The noise of the mean difference is 1 / sqrt(20,000) = 0.007; that of the result is half of it.
  CHECK_THAT(partial_information(costs, x, false), WithinAbs(known.expected, 0.014));
  const auto still = two_policies(random, x, 0, [&](double at) { return known.mu + at; });
  CHECK_THAT(partial_information(still, x, false), WithinAbs(known.expected, 2e-4));
  CHECK_THAT(perfect_information(still), WithinAbs(known.expected, 2e-4));
}

TEST_CASE("information: a bent answer is followed", "[reference]") {
  // The second saves x^2 - 1, mean 0: E max(0, x^2 - 1) = 2 pdf(1) = 0.483941. A straight line would find nothing.
  Random random(2);
  const auto x = normal_strata(random, 5'000);
  const auto costs = two_policies(random, x, 1, [](double at) { return 1 - at * at; });
  CHECK_THAT(partial_information(costs, x, false), WithinAbs(0.483941, 0.03));
  // A log scale is no trouble: knots follow the values.
  std::vector<double> wide;
  for (const double at : x) wide.push_back(std::exp(2 * at));
  CHECK_THAT(partial_information(costs, wide, false), WithinAbs(0.483941, 0.04));
}

TEST_CASE("information: names have a mean each", "[reference]") {
  // Three equally likely names; the second policy costs 3, -6 and 0 more: best on the whole with a mean of -1; who
  // knows the name saves 3 in one of three cases.
  Random random(3);
  std::vector<double> x;
  for (int i = 0; i < 3'000; ++i) x.push_back(i % 3);
  const auto costs = two_policies(random, x, 0.5, [](double at) { return at == 0 ? 3 : at == 1 ? -6 : 0; });
  CHECK_THAT(partial_information(costs, x, true), WithinAbs(1, 0.05));
  CHECK_THAT(partial_information(costs, x, false), WithinAbs(1, 0.05));
}

TEST_CASE("information: what says nothing is not told apart from nothing", "[theory]") {
  Random random(4);
  constexpr int trials = 200;  // of a test at 5 %: a standard error of 0.0154
  int told = 0;
  for (int i = 0; i < trials; ++i) {
    const auto x = normal_strata(random, 60), other = normal_strata(random, 60);
    const auto costs = two_policies(random, other, 1, [](double at) { return at; });
    told += permuted_information(costs, x, false, 99, philox_resampler(static_cast<std::uint64_t>(i))).p <= 0.05;
  }
  INFO("told apart in " << told << " of " << trials);
  CHECK(told / double(trials) < 0.05 + 4 * 0.0154);
}

TEST_CASE("information: orders are drawn until it is clear that a parameter says nothing", "[theory]") {
  // With 20 of them as good the share is that of Besag and Clifford, and as often below 0.2 as it says.
  Random random(14);
  constexpr int trials = 100;  // a standard error of 0.04
  int below = 0;
  for (int i = 0; i < trials; ++i) {
    const auto x = normal_strata(random, 30), other = normal_strata(random, 30);
    const auto costs = two_policies(random, other, 1, [](double at) { return at; });
    std::uint32_t drawn = 0;
    const auto counting = [&](std::uint32_t number, std::span<std::uint32_t> picks) {
      drawn = number / 2 + 1;
      philox_resampler(static_cast<std::uint64_t>(i))(number, picks);
    };
    const auto test = permuted_information(costs, x, false, 399, counting);
    below += test.p <= 0.2;
    if (drawn > 99 && drawn < 399) CHECK(test.p == Approx(20.0 / drawn));
    if (drawn == 99) CHECK(test.p > 0.2);
    CHECK(drawn >= 99);
  }
  INFO("p at most 0.2 in " << below << " of " << trials);
  CHECK(below / double(trials) < 0.2 + 4 * 0.04);
  CHECK(below > 0);
}

TEST_CASE("information: what says something is told apart", "[theory]") {
  Random random(6);
  const auto x = normal_strata(random, 60);
  const auto costs = two_policies(random, x, 1, [](double at) { return at; });
  const auto test = permuted_information(costs, x, false, 199, philox_resampler(1));
  CHECK(test.p == Approx(0.005));  // nothing among 199 was as good, and none of them was spared
  CHECK(test.floor < partial_information(costs, x, false));
}

TEST_CASE("information: one policy, constant parameters and too few futures", "[stats]") {
  std::vector<double> x(20);
  std::iota(x.begin(), x.end(), 0.0);
  const Eigen::MatrixXd one = Eigen::MatrixXd::Random(20, 1), two = Eigen::MatrixXd::Random(20, 2);
  CHECK(partial_information(one, x, false) == 0);
  CHECK(partial_information(two, std::vector<double>(20, 4.0), false) == Approx(0).margin(1e-12));
  CHECK_THROWS_AS(Smoother(std::vector<double>(7, 1.0), false), std::invalid_argument);
  CHECK_THROWS_AS(Smoother(std::vector<double>(10, no_value), false), std::invalid_argument);
}

TEST_CASE("smoother: a straight line is one, a constant is one", "[stats]") {
  std::vector<double> x;
  for (int i = 0; i < 50; ++i) x.push_back(i * i);
  Eigen::MatrixXd y(50, 2);
  for (Eigen::Index i = 0; i < 50; ++i) y(i, 0) = 3 + 0.5 * double(i * i), y(i, 1) = 7;
  CHECK((Smoother(x, false).fit(y) - y).cwiseAbs().maxCoeff() < 1e-9);
}

TEST_CASE("smoother: noise is not followed", "[stats]") {
  Random random(9);
  std::normal_distribution<double> normal;
  const auto x = normal_strata(random, 40);
  Eigen::MatrixXd y(40, 400);
  for (double& value : y.reshaped()) value = normal(random);
  const Eigen::MatrixXd fitted = Smoother(x, false).fit(y);
  // Squares that a basis of k columns takes from noise of variance 1: k. A constant takes 1, the largest basis 9; what
  // is chosen by error over squared degrees of freedom lies near the constant.
  const double taken = fitted.squaredNorm() / 400;
  INFO("squares taken: " << taken);
  CHECK(taken < 3);
  CHECK(taken > 1);
}

TEST_CASE("information: coverage of its interval over 500 trials", "[theory][slow]") {
  // Two policies, incremental benefit N(0.5, 1) resolved by x, noise 1 in each of two replicates: worth 0.197797.
  constexpr int trials = 500;
  constexpr std::size_t futures = 128, replicates = 2;
  Random random(12);
  std::normal_distribution<double> normal;
  int held = 0;
  double mean = 0;
  for (int i = 0; i < trials; ++i) {
    Worlds costs{2, futures, replicates, std::vector<double>(2 * futures * replicates, 0.0)};
    std::vector<double> x;
    for (std::size_t f = 0; f < futures; ++f) {
      x.push_back(normal(random));
      for (std::size_t r = 0; r < replicates; ++r) costs.values[costs.at(1, f, r)] = 0.5 + x.back() + normal(random);
    }
    const double found = partial_information(future_means(costs).values, x, false);
    const double half =
        information_half_width(costs, x, false, {true, false}, philox_resampler(static_cast<std::uint64_t>(i)));
    held += std::abs(found - 0.197797) <= half;
    mean += found / trials;
  }
  WARN("held in " << held << " of " << trials << "; mean " << mean);
  CHECK(held / double(trials) > 0.95 - 4 * 0.0098);  // standard error of a share of 0.95
  CHECK_THAT(mean, WithinAbs(0.197797, 0.02));
}
