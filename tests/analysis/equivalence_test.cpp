#include "analysis/equivalence.h"

#include <cmath>
#include <cstdio>

#include "tests/analysis/random_values.h"
#include "tests/catch.h"

using namespace poldyn::analysis;

TEST_CASE("equivalence: two one-sided t tests by hand", "[reference]") {
  // a = 100 in all pairs, margin 5: b - a is 1, 2, 3, 4, 5 with mean 3 and standard error sqrt(2.5 / 5). The upper
  // limit is nearer: t = (3 - 5) / 0.70710678 = -2.8284271 with 4 degrees of freedom, one-sided p 0.0237103.
  const std::vector<double> a(5, 100.0), b{101, 102, 103, 104, 105};
  CHECK_THAT(equivalence_p(a, b, 0.05, Sampling::pairs), WithinAbs(0.0237103, 1e-6));
  // Other signs, the same distance.
  const std::vector<double> minus(5, -100.0), minus_b{-101, -102, -103, -104, -105}, less{99, 98, 97, 96, 95};
  CHECK_THAT(equivalence_p(minus, minus_b, 0.05, Sampling::pairs), WithinAbs(0.0237103, 1e-6));
  CHECK_THAT(equivalence_p(a, less, 0.05, Sampling::pairs), WithinAbs(0.0237103, 1e-6));
  // Outside the margin it is as far from being shown.
  CHECK_THAT(equivalence_p(a, b, 0.01, Sampling::pairs), WithinAbs(1 - 0.0237103, 1e-6));
}

TEST_CASE("equivalence: noise of the baseline is in the test, and luck that both share is not", "[reference]") {
  const std::vector<double> a{90, 110, 95, 105, 100}, b{90.5, 110.5, 95.5, 105.5, 100.5};
  CHECK(equivalence_p(a, b, 0.05, Sampling::pairs) < 0.001);
  CHECK(equivalence_p(a, b, 0.05, Sampling::independent) > 0.1);
}

TEST_CASE("equivalence: constant, equal, missing and single values", "[edge]") {
  const std::vector<double> a(6, 3.0), none(6, no_value), zero(6, 0.0);
  CHECK(equivalence_p(a, a, 0.05, Sampling::pairs) == std::exp2(-6));  // a sign test of six pairs
  CHECK(std::isnan(equivalence_p(a, none, 0.05, Sampling::pairs)));
  CHECK(std::isnan(equivalence_p(zero, a, 0.05, Sampling::pairs)));
  CHECK(std::isnan(equivalence_p(std::vector<double>{1}, std::vector<double>{1}, 0.05, Sampling::pairs)));
  const std::vector<double> holes{3, no_value, 3, 3, 3, 3}, other{3, 3, no_value, 3, 3, 3};
  CHECK(equivalence_p(holes, other, 0.05, Sampling::pairs) == std::exp2(-4));
}

TEST_CASE("equivalence: at the margin itself it is said in one case of twenty, well inside nearly always", "[theory]") {
  int at_margin = 0, inside = 0, by_look = 0;
  constexpr int trials = 2'000;
  Random random(8);
  for (int t = 0; t < trials; ++t) {
    const auto luck = normal(random, 30, 100, 8), mine = normal(random, 30, 0, 2), theirs = normal(random, 30, 0, 2);
    std::vector<double> a, limit, near;
    for (std::size_t i = 0; i < luck.size(); ++i) {
      a.push_back(luck[i] + mine[i]);
      limit.push_back(1.05 * luck[i] + theirs[i]);
      near.push_back(1.01 * luck[i] + theirs[i]);
    }
    at_margin += equivalence_p(a, limit, 0.05, Sampling::pairs) < 0.05;
    inside += equivalence_p(a, near, 0.05, Sampling::pairs) < 0.05;
    by_look += equivalence_p(a, limit, 0.05, Sampling::pairs_by_look) < 0.05;
  }
  INFO("of 2,000: at the margin " << at_margin << ", inside " << inside << ", by look " << by_look);
  CHECK(at_margin > 65);  // 100 and three and a half standard errors
  CHECK(at_margin < 135);
  CHECK(inside > 1'980);
  CHECK(by_look < at_margin);
}
