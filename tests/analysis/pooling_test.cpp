#include "analysis/pooling.h"

#include <cmath>
#include <random>

#include "analysis/mixed_fit.h"
#include "tests/analysis/random_values.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::analysis;

namespace {

/// Thirteen trials of a vaccine (Colditz et al. 1994, JAMA 271, 698): cases and others among the vaccinated and among
/// controls, and the latitude. A worked example of every text on pooling.
struct Trial {
  double cases, well, control_cases, control_well, latitude;
};
constexpr std::array<Trial, 13> trials{{{4, 119, 11, 128, 44},
                                        {6, 300, 29, 274, 55},
                                        {3, 228, 11, 209, 42},
                                        {62, 13536, 248, 12619, 52},
                                        {33, 5036, 47, 5761, 13},
                                        {180, 1361, 372, 1079, 44},
                                        {8, 2537, 10, 619, 19},
                                        {505, 87886, 499, 87892, 13},
                                        {29, 7470, 45, 7232, 27},
                                        {17, 1699, 65, 1600, 42},
                                        {186, 50448, 141, 27197, 18},
                                        {5, 2493, 3, 2338, 33},
                                        {27, 16886, 29, 17825, 33}}};

/// Logarithms of relative risks with their variances.
std::vector<PointValue> relative_risks() {
  std::vector<PointValue> made;
  for (const auto& t : trials) {
    const double n = t.cases + t.well, m = t.control_cases + t.control_well;
    made.push_back({std::log(t.cases / n / (t.control_cases / m)), 1 / t.cases - 1 / n + 1 / t.control_cases - 1 / m});
  }
  return made;
}

/// `k` points of spread tau around 1, with errors that differ by a factor of up to 9 in variance.
std::vector<PointValue> drawn(Random& random, std::size_t k, double tau) {
  std::normal_distribution<double> normal(0, 1);
  std::uniform_real_distribution<double> uniform(0.5, 1.5);
  std::vector<PointValue> made;
  for (std::size_t i = 0; i < k; ++i) {
    const double error = uniform(random);
    made.push_back({1 + tau * normal(random) + error * normal(random), error * error});
  }
  return made;
}

}  // namespace

TEST_CASE("pooling: the vaccine trials come out as R has them", "[claims][reference]") {
  // R 4.2, metafor 3.8: rma(yi, vi, method = "HE", weighted = FALSE) of escalc("RR", data = dat.bcg); t.test() of yi.
  const Pooled all = pooled(relative_risks());
  CHECK(all.points == 13);
  CHECK_THAT(all.mean, WithinAbs(-0.74065038121094, 1e-12));
  CHECK_THAT(all.low, WithinAbs(-1.159912562166, 1e-10));
  CHECK_THAT(all.high, WithinAbs(-0.321388200256, 1e-10));
  CHECK_THAT(all.tau * all.tau, WithinAbs(0.32856385799577, 1e-12));
  CHECK(all.tau_low < all.tau);
  CHECK(all.tau < all.tau_high);
}

TEST_CASE("pooling: where errors are alike the law of the squares is exact", "[claims]") {
  // Values 0 to 9, each with an error variance of 2: squares 82.5, and chi-squared of 9 has 19.0228 and 2.7004 at its
  // upper and lower 2.5 % (tables).
  std::vector<PointValue> values;
  for (int i = 0; i < 10; ++i) values.push_back({static_cast<double>(i), 2});
  const Pooled found = pooled(values, Further::no);
  CHECK_THAT(found.tau * found.tau, WithinAbs(82.5 / 9 - 2, 1e-12));
  CHECK_THAT(found.tau_low * found.tau_low, WithinAbs(82.5 / 19.0228 - 2, 1e-4));
  CHECK_THAT(found.tau_high * found.tau_high, WithinAbs(82.5 / 2.7004 - 2, 1e-3));
}

TEST_CASE("pooling: the mean without x is that of precision, and comes out as metafor has it", "[claims][reference]") {
  // R 4.2, metafor 3.8: rma(yi, vi, method = "PM", test = "knha", control = list(tol = 1e-14)).
  const MixedFit fit = mixed_fit(relative_risks(), {std::vector<double>(13, 1)});
  CHECK_THAT(fit.coefficients[0], WithinAbs(-0.714968153493, 1e-9));
  CHECK_THAT(fit.coefficients[0] + t_quantile(0.975, 12) * fit.error(std::vector<double>{1}),
             WithinAbs(-0.320837925785, 1e-8));
  CHECK_THAT(std::sqrt(fit.tau2), WithinAbs(0.563975577667, 1e-8));
  // Errors larger than the spread: tau is 0, and weights are 1 / v: (1 x 1 + 2 / 4) / (1 + 1 / 4).
  const MixedFit noisy = mixed_fit(std::vector<PointValue>{{1, 1}, {2, 4}}, {{1, 1}});
  CHECK(noisy.tau2 == 0);
  CHECK_THAT(noisy.coefficients[0], WithinAbs(1.2, 1e-12));
}

TEST_CASE("pooling: their regression on latitude comes out as metafor has it", "[claims][reference]") {
  std::vector<double> latitude;
  for (const auto& t : trials) latitude.push_back(t.latitude);
  const MixedFit fit = mixed_fit(relative_risks(), {std::vector<double>(13, 1), latitude});
  REQUIRE(fit.n == 13);
  CHECK(fit.df == 11);
  CHECK_THAT(fit.coefficients[0], WithinAbs(0.221915964507, 1e-7));
  CHECK_THAT(fit.coefficients[1], WithinAbs(-0.028564525894, 1e-8));
  CHECK_THAT(fit.error(std::vector<double>{1, 0}), WithinAbs(0.317473696547, 1e-7));
  CHECK_THAT(fit.error(std::vector<double>{0, 1}), WithinAbs(0.009070188871, 1e-8));
  CHECK_THAT(fit.tau2, WithinAbs(0.142131941473, 1e-7));
}

TEST_CASE("pooling: what rounding leaves of a spread is none, and takes no time", "[claims]") {
  // Exactly the same everywhere, but for the last bits: a new world shows the same.
  std::vector<PointValue> same;
  for (int i = 0; i < 16; ++i) same.push_back({-0.5 + (i % 3) * 5.6e-17, i % 2 == 0 ? 0 : 1e-34});
  const Pooled found = pooled(same);
  CHECK_THAT(found.predicted_low, WithinAbs(-0.5, 1e-12));
  CHECK_THAT(found.predicted_high, WithinAbs(-0.5, 1e-12));
  // Spread that is small beside its mean, but there: bisection ends between neighbouring numbers.
  const Pooled narrow = pooled(std::vector<PointValue>{{1e6, 0}, {1e6 + 1e-4, 0}, {1e6 + 2e-4, 1e-12}});
  CHECK(narrow.predicted_low < 1e6);
  CHECK(narrow.predicted_high > 1e6 + 2e-4);
}

TEST_CASE("pooling: by hand, where points are alike and where nothing varies", "[claims]") {
  // Values 0, 2, 4 known exactly: mean 2, tau^2 is their variance 4, error sqrt(4 / 3), t of 2 degrees 4.302653. A
  // further value then has the classical interval of normal values; its quadrature is within a hundredth.
  const Pooled exact = pooled(std::vector<PointValue>{{0, 0}, {2, 0}, {4, 0}});
  CHECK_THAT(exact.mean, WithinAbs(2, 1e-12));
  CHECK_THAT(exact.tau, WithinAbs(2, 1e-9));
  CHECK_THAT(exact.high, WithinAbs(2 + 4.302653 * std::sqrt(4.0 / 3), 1e-5));
  CHECK_THAT(exact.predicted_high, WithinRel(2 + 4.302653 * std::sqrt(4 + 4.0 / 3), 0.01));
  const Pooled alike = pooled(std::vector<PointValue>{{3, 0}, {3, 0}, {3, 0}});
  CHECK(alike.mean == 3);
  CHECK(alike.low == 3);
  CHECK(alike.predicted_high == 3);
  const Pooled noisy = pooled(std::vector<PointValue>{{1, 1}, {2, 4}});  // errors larger than the spread
  CHECK(noisy.tau == 0);
  CHECK(noisy.mean == 1.5);
  CHECK(pooled(std::vector<PointValue>{{1, 1}, {no_value, 1}, {5, no_value}}).points == 1);
  CHECK(pooled(std::vector<PointValue>{}).points == 0);
  CHECK(std::isnan(pooled(std::vector<PointValue>{{1, 1}}).low));
}

TEST_CASE("pooling: intervals cover the mean and a new point at the stated rate", "[claims]") {
  const auto [k, tau] = GENERATE(std::pair<std::size_t, double>{8, 0.0}, std::pair<std::size_t, double>{8, 1.0},
                                 std::pair<std::size_t, double>{32, 0.3}, std::pair<std::size_t, double>{64, 2.0});
  Random random(31);
  std::normal_distribution<double> normal(0, 1);
  constexpr std::size_t trials_made = 1000;
  std::size_t covered = 0, predicted = 0;
  double width = 0;
  for (std::size_t t = 0; t < trials_made; ++t) {
    const Pooled all = pooled(drawn(random, k, tau));
    covered += all.low <= 1 && 1 <= all.high;
    const double next = 1 + tau * normal(random);
    predicted += all.predicted_low <= next && next <= all.predicted_high;
    width += (all.high - all.low) / trials_made;
  }
  CAPTURE(k, tau, covered, predicted, width);
  // Two-sided 95 %: its standard error over 1,000 trials is 0.7 %, of which these are four.
  CHECK(static_cast<double>(covered) / trials_made > 0.922);
  CHECK(static_cast<double>(covered) / trials_made < 0.978);
  // Power: the interval is at most 15 % wider than one that knows tau and the errors (mean variance 13 / 12).
  const double known =
      2 * t_quantile(0.975, static_cast<double>(k) - 1) * std::sqrt((tau * tau + 13.0 / 12) / static_cast<double>(k));
  CHECK(width < 1.15 * known);
  // An interval of a new point is conservative where there is no spread: it then has the error of the mean all the
  // same.
  CHECK(static_cast<double>(predicted) / trials_made > 0.922);
  if (tau >= 1) CHECK(static_cast<double>(predicted) / trials_made < 0.985);
}

TEST_CASE("pooling: worlds with much luck count as much as quiet ones, whatever happens in them", "[claims]") {
  // In half of the worlds nothing happens and luck is small; in the others the effect is 1, with four times the error.
  // Weights by precision say 0.14.
  Random random(35);
  std::normal_distribution<double> normal(0, 1);
  constexpr std::size_t trials_made = 1000, k = 128;
  double mean = 0, by_precision = 0, tau2 = 0;
  std::size_t covered = 0, covered_tau = 0;
  for (std::size_t t = 0; t < trials_made; ++t) {
    std::vector<PointValue> values;
    for (std::size_t i = 0; i < k; ++i) {
      const double truth = i % 2 == 0 ? 0 : 1, error = i % 2 == 0 ? 0.25 : 1;
      values.push_back({truth + error * normal(random), error * error});
    }
    const Pooled all = pooled(values, Further::no);
    mean += all.mean / trials_made;
    tau2 += all.tau * all.tau / trials_made;
    by_precision += mixed_fit(values, {std::vector<double>(k, 1)}).coefficients[0] / trials_made;
    covered += all.low <= 0.5 && 0.5 <= all.high ? 1 : 0;
    covered_tau += all.tau_low <= 0.5 && 0.5 <= all.tau_high ? 1 : 0;
  }
  CAPTURE(mean, by_precision, tau2, covered, covered_tau);
  CHECK_THAT(mean, WithinAbs(0.5, 0.0082));  // four of its standard errors: sqrt((1 + 1 / 16) / 2 / 128 / 1000)
  CHECK_THAT(tau2, WithinAbs(0.25, 0.02));   // two kinds of worlds are 0.25 apart in variance
  CHECK(by_precision < 0.2);
  CHECK(covered > 930);
  CHECK(covered_tau > 900);  // rough: worlds of two kinds are not normal
}

TEST_CASE("pooling: the spread between points is told from their errors", "[claims]") {
  Random random(32);
  constexpr std::size_t trials_made = 400;
  double mean = 0;
  for (std::size_t t = 0; t < trials_made; ++t) {
    const double tau = pooled(drawn(random, 64, 1.0), Further::no).tau;
    mean += tau * tau / trials_made;
  }
  // tau^2 of 64 points has a standard deviation of about sqrt(2 / 63) x 2.1; of 400 means 0.02.
  CHECK_THAT(mean, WithinAbs(1, 0.08));
}

TEST_CASE("pooling: shares of worlds beyond a threshold are those of the points, not of their noise", "[claims]") {
  Random random(33);
  std::normal_distribution<double> normal(0, 1);
  std::vector<PointValue> values;
  std::size_t beyond_it = 0;
  for (int i = 0; i < 4000; ++i) {
    const double truth = normal(random);
    beyond_it += truth >= 1 ? 1 : 0;
    values.push_back({truth + normal(random), 1});
  }
  const Pooled all = pooled(values, Further::no);
  const auto each = beyond(values, all.mean, all.tau, 1);
  const double share = estimate(each).mean,
               raw = static_cast<double>(
                         std::count_if(values.begin(), values.end(), [](const auto&v) { return v.value >= 1; })) /
                     4000;
  CAPTURE(raw);
  CHECK_THAT(share, WithinAbs(static_cast<double>(beyond_it) / 4000, 0.012));
  CHECK(raw > share + 0.06);  // counting would say 24 % for 16 %
  const auto exact = beyond(std::vector<PointValue>{{1, 0}, {0.9, 0}, {no_value, 0}}, 1, 0.5, 1);
  CHECK(exact[0] == 1);
  CHECK(exact[1] == 0);
  CHECK(std::isnan(exact[2]));
}
