#include "analysis/stats.h"

#include <cmath>
#include <random>

#include "tests/catch.h"

using namespace poldyn::analysis;

TEST_CASE("stats: t quantiles agree with the tables", "[reference]") {
  struct Row {
    double df, expected;
  };  // rows T-4 to T-29 of the reference cases: scipy 1.10, any t table
  const auto row =
      GENERATE(Row{4, 2.7764451052}, Row{9, 2.26215716274}, Row{19, 2.09302405441}, Row{29, 2.04522964213});
  CHECK_THAT(t_quantile(0.975, row.df), WithinRel(row.expected, 1e-8));
}

TEST_CASE("stats: mean and interval of Student's sleep data", "[reference]") {
  // Student 1908, Biometrika 6, table of p. 20: extra hours of sleep. R: t.test(extra ~ group, data = sleep, paired).
  const std::vector<double> a{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
  const std::vector<double> b{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
  CHECK_THAT(estimate(a).mean, WithinRel(0.75, 1e-12));
  const Difference paired = paired_difference(a, b);
  CHECK_THAT(paired.estimate.mean, WithinRel(1.58, 1e-12));
  CHECK_THAT(paired.estimate.low(), WithinAbs(0.7001142, 1e-7));
  CHECK_THAT(paired.estimate.high(), WithinAbs(2.4598858, 1e-7));
  CHECK_THAT(paired.p, WithinAbs(0.002832890, 1e-9));
  // R: t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p = 0.07939, interval -3.3654832 to 0.2054832.
  const Difference welch = independent_difference(a, b);
  CHECK_THAT(welch.p, WithinAbs(0.07939, 5e-6));
  CHECK_THAT(welch.estimate.low(), WithinAbs(-0.2054832, 1e-6));
  CHECK_THAT(welch.estimate.high(), WithinAbs(3.3654832, 1e-6));
}

TEST_CASE("stats: too few values give no interval, missing ones are left out", "[stats]") {
  CHECK(estimate({}).n == 0);
  CHECK(std::isnan(estimate({}).mean));
  const Estimate one = estimate(std::vector<double>{3});
  CHECK(one.mean == 3);
  CHECK(std::isnan(one.half_width));
  const Estimate holed = estimate(std::vector<double>{1, no_value, 3, no_value});
  CHECK(holed.n == 2);
  CHECK(holed.mean == 2);
  const Difference pairs =
      paired_difference(std::vector<double>{1, no_value, 3, 4}, std::vector<double>{2, 5, no_value, 5, 9});
  CHECK(pairs.estimate.n == 2);
  CHECK(pairs.estimate.mean == 1);
  CHECK(pairs.p == 0.5);  // the same difference in both pairs: so it would be half of the time, with signs by chance
  CHECK(paired_difference(std::vector<double>{1, 2}, std::vector<double>{1, 2}).p == 1);
  CHECK(std::isnan(paired_difference(std::vector<double>{1}, std::vector<double>{2}).p));
}

TEST_CASE("stats: a difference without spread is as sure as its number of pairs", "[stats]") {
  const auto p_of = [](std::size_t n, double by) {
    std::vector<double> a, b;
    for (std::size_t i = 0; i < n; ++i) a.push_back(0.1 * double(i + 1)), b.push_back(a.back() + by);
    const Difference found = paired_difference(a, b);
    CHECK(found.estimate.sd == 0);  // 0.1 + 1 - 0.1 is 1 but for rounding, and so is each
    CHECK(found.estimate.half_width == 0);
    return found.p;
  };
  // R: binom.test(n, n)$p.value = 0.5, 0.25, 0.0625, 0.03125, 1.907e-06
  CHECK(p_of(2, 1) == 0.5);
  CHECK(p_of(3, -1) == 0.25);
  CHECK(p_of(5, 1) == 0.0625);
  CHECK(p_of(6, 1) == 0.03125);
  CHECK_THAT(p_of(20, 1), WithinRel(1.9073486e-06, 1e-7));
  CHECK(p_of(20, 0) == 1);
}

TEST_CASE("stats: rounding dust is no difference and no spread", "[stats]") {
  const std::vector<double> a{0.3, 0.5, 0.7};
  std::vector<double> b = a;
  for (auto& x : b) x -= 1.1e-16;
  CHECK(paired_difference(a, b).estimate.mean == 0);
  CHECK(paired_difference(a, b).p == 1);
  CHECK(estimate(std::vector<double>{0.1 + 0.2, 0.3, 0.3}).sd == 0);
  CHECK(difference_of(1, 1 + 1e-9) > 0);  // a thousand times dust
  CHECK(difference_of(0, 1e-300) > 0);    // nothing is dust of nothing
  const Difference apart = independent_difference(std::vector<double>{0.3, 0.3}, std::vector<double>{0.1 + 0.2, 0.3});
  CHECK(apart.estimate.mean == 0);
  CHECK(apart.p == 1);
}

TEST_CASE("stats: independent constants are judged by their ranks", "[reference]") {
  // R: wilcox.test(rep(1, n), rep(2, n) + seq(n) / 1e9, exact = TRUE)$p.value = 1/3, 0.1, 0.007937
  const auto p_of = [](std::size_t n) {
    return independent_difference(std::vector<double>(n, 1.0), std::vector<double>(n, 2.0)).p;
  };
  CHECK_THAT(p_of(2), WithinRel(1 / 3.0, 1e-12));
  CHECK_THAT(p_of(3), WithinRel(0.1, 1e-12));
  CHECK_THAT(p_of(5), WithinRel(2 / 252.0, 1e-12));
}

TEST_CASE("stats: what is not finite proves nothing", "[stats]") {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  const std::vector<double> a{1, 2, 3}, b{2, infinite, 5};
  CHECK(std::isnan(paired_difference(a, b).p));
  CHECK(std::isnan(independent_difference(a, b).p));
  CHECK(std::isnan(difference_of(infinite, infinite)));
}

TEST_CASE("stats: Holm's adjustment steps down and never orders anew", "[reference]") {
  // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") = 0.03 0.06 0.06 0.02
  const auto adjusted = holm(std::vector<double>{0.01, 0.04, no_value, 0.03, 0.005});
  CHECK_THAT(adjusted[0], WithinRel(0.03, 1e-12));
  CHECK_THAT(adjusted[1], WithinRel(0.06, 1e-12));
  CHECK(std::isnan(adjusted[2]));
  CHECK_THAT(adjusted[3], WithinRel(0.06, 1e-12));
  CHECK_THAT(adjusted[4], WithinRel(0.02, 1e-12));
  CHECK(holm(std::vector<double>{0.9, 0.8}) == std::vector<double>{1, 1});
}

TEST_CASE("stats: the interval covers the mean in 95 of 100 samples", "[theory]") {
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal(10, 3);
  constexpr int samples = 20'000;
  int covered = 0;
  for (int i = 0; i < samples; ++i) {
    std::vector<double> values(5);
    for (auto& x : values) x = normal(random);
    const Estimate e = estimate(values);
    covered += e.low() <= 10 && 10 <= e.high();
  }
  // Four standard errors of a share of 0.95 over 20,000 samples; with normal quantiles it would be 0.878.
  CHECK_THAT(covered / double{samples}, WithinAbs(0.95, 4 * std::sqrt(0.95 * 0.05 / samples)));
}
