#include "analysis/equivalence.h"

#include <cmath>
#include <cstdio>

#include "analysis/comparison.h"
#include "tests/analysis/made_side.h"
#include "tests/analysis/random_values.h"
#include "tests/catch.h"

namespace {
using namespace poldyn::analysis;

constexpr Margin share{0.05, true};

double within(std::span<const double> a, std::span<const double> b, const Margin& margin = share,
              Sampling sampling = Sampling::pairs) {
  return margin_tests(a, b, margin, sampling).within_p;
}
double beyond(std::span<const double> a, std::span<const double> b, const Margin& margin = share,
              Sampling sampling = Sampling::pairs) {
  return margin_tests(a, b, margin, sampling).beyond_p;
}

/// How often either answer is given, of pairs whose means are 100 and 100 + `gap`: luck that both share has deviation
/// 8, that of each its own 2, so that 30 pairs know the difference to a standard error of 0.52.
struct Given {
  int yes = 0, no = 0;
};
Given given(double gap, const Margin& margin, int trials, Sampling sampling = Sampling::pairs) {
  Given made;
  Random random(8);
  for (int t = 0; t < trials; ++t) {
    const auto luck = normal(random, 30, 100, 8), mine = normal(random, 30, 0, 2), theirs = normal(random, 30, 0, 2);
    std::vector<double> a, b;
    for (std::size_t i = 0; i < luck.size(); ++i) {
      a.push_back(luck[i] + mine[i]);
      b.push_back(margin.relative ? luck[i] * (1 + gap / 100) + theirs[i] : luck[i] + gap + theirs[i]);
    }
    const MarginTests found = margin_tests(a, b, margin, sampling);
    made.yes += found.within_p < 0.05, made.no += found.beyond_p < 0.05;
    CHECK((found.within_p >= 0.05 || found.beyond_p >= 0.05));  // never both
  }
  return made;
}

}  // namespace

TEST_CASE("equivalence: two one-sided t tests by hand", "[reference]") {
  // a = 100 in all pairs, margin 5: b - a is 1, 2, 3, 4, 5 with mean 3 and standard error sqrt(2.5 / 5). The upper
  // limit is nearer: t = (3 - 5) / 0.70710678 = -2.8284271 with 4 degrees of freedom, one-sided p 0.0237103.
  const std::vector<double> a(5, 100.0), b{101, 102, 103, 104, 105};
  CHECK_THAT(within(a, b), WithinAbs(0.0237103, 1e-6));
  CHECK_THAT(within(a, b, {5, false}), WithinAbs(0.0237103, 1e-6));  // in the unit
  // Other signs, the same distance.
  const std::vector<double> minus(5, -100.0), minus_b{-101, -102, -103, -104, -105}, less{99, 98, 97, 96, 95};
  CHECK_THAT(within(minus, minus_b), WithinAbs(0.0237103, 1e-6));
  CHECK_THAT(within(minus, minus_b, {5, false}), WithinAbs(0.0237103, 1e-6));
  CHECK_THAT(within(a, less), WithinAbs(0.0237103, 1e-6));
  // Outside the margin it is as far from being shown; the contrary is, at twice the p.
  CHECK_THAT(within(a, b, {0.01, true}), WithinAbs(1 - 0.0237103, 1e-6));
  CHECK_THAT(beyond(a, b, {0.01, true}), WithinAbs(2 * 0.0237103, 1e-6));
  CHECK_THAT(beyond(a, b, {1, false}), WithinAbs(2 * 0.0237103, 1e-6));
  CHECK_THAT(beyond(a, less, {1, false}), WithinAbs(2 * 0.0237103, 1e-6));
  CHECK(beyond(a, b) == 1);
  // Two samples of 5, Welch: means 3 apart, standard error 1, 8 degrees of freedom: t = -2, p 0.0402581.
  const std::vector<double> one{98, 99, 100, 101, 102}, other{101, 102, 103, 104, 105};
  CHECK_THAT(within(one, other, {5, false}, Sampling::independent), WithinAbs(0.0402581, 1e-6));
}

TEST_CASE("equivalence: noise of the baseline is in the test, and luck that both share is not", "[reference]") {
  const std::vector<double> a{90, 110, 95, 105, 100}, b{90.5, 110.5, 95.5, 105.5, 100.5};
  CHECK(within(a, b) < 0.001);
  CHECK(within(a, b, share, Sampling::independent) > 0.1);
}

TEST_CASE("equivalence: nothing is a share of a mean that may be 0", "[reference]") {
  // a and b are the same luck about 0, run by run: within any share of each other, and that says nothing.
  const std::vector<double> a{-3, 4, -2, 5, -1, 1, 2, -4}, b{-3.01, 4.01, -2.01, 5.01, -1.01, 1.01, 2.01, -4.01};
  CHECK(within(a, b) > 0.5);
  CHECK(beyond(a, b) > 0.5);
  CHECK(within(a, b, {0.1, false}) < 0.001);
}

TEST_CASE("equivalence: constant, equal, missing and single values", "[edge]") {
  const std::vector<double> a(6, 3.0), none(6, no_value), zero(6, 0.0);
  CHECK(within(a, a) == std::exp2(-6));  // a sign test of six pairs
  CHECK(std::isnan(within(a, none)));
  CHECK(std::isnan(within(zero, a)));
  CHECK(margin_tests(zero, a, share, Sampling::pairs).no_share);
  CHECK(within(zero, zero) == std::exp2(-6));  // all pairs equal: off by nothing, whatever of
  CHECK(beyond(zero, zero) == 1);
  const std::vector<double> about{-1, 2, -3, 1, -2, 2};
  CHECK(within(about, about) == std::exp2(-6));
  CHECK(within(about, about, share, Sampling::independent) > 0.05);
  CHECK(within(zero, zero, {1, false}) == std::exp2(-6));
  CHECK(std::isnan(within(std::vector<double>{1}, std::vector<double>{1})));
  // Both lack the third; then one of them lacks the last, too: an end that only one side has is no likeness.
  const std::vector<double> holes{3, 3, no_value, 3, 3, 3}, alike{3, 3, no_value, 3, 3, 3};
  CHECK(within(holes, alike) == std::exp2(-5));
  std::vector<double> lost = alike;
  lost.back() = no_value;
  CHECK(margin_tests(holes, lost, share, Sampling::pairs).lopsided);
  CHECK(std::isnan(within(holes, lost)));
  CHECK(std::isnan(beyond(holes, lost)));
  CHECK(std::isnan(within(holes, alike, share, Sampling::independent)));
}

TEST_CASE("equivalence: at the margin itself either answer is wrong in one case of twenty, and power is as stated",
          "[theory]") {
  constexpr int trials = 1'000;
  const Margin margin = GENERATE(Margin{0.05, true}, Margin{5, false});
  const Given at = given(5, margin, trials), inside = given(2, margin, trials), outside = given(8, margin, trials),
              near = given(4.5, margin, trials), look = given(5, margin, trials, Sampling::pairs_by_look);
  INFO("yes, no at the margin " << at.yes << ", " << at.no << ", inside " << inside.yes << ", outside " << outside.no
                                << ", near " << near.yes << ", by look " << look.yes);
  CHECK(at.yes > 29);  // 50 and three standard errors
  CHECK(at.yes < 71);
  CHECK(at.no < 46);        // 25
  CHECK(inside.yes > 980);  // 3 of 5 inside, which is nearly six standard errors
  CHECK(inside.no == 0);
  CHECK(outside.no > 980);
  CHECK(outside.yes == 0);
  CHECK(near.yes < 500);  // a standard error from the margin: mostly not known, and said so
  CHECK(near.no < 10);
  CHECK(look.yes < at.yes);
}

TEST_CASE("equivalence: rows of a comparison are within, beyond, unclear or untested", "[reference]") {
  std::vector<double> a, near, far, noisy, gone;
  for (int i = 0; i < 12; ++i) {
    a.push_back(100 + i % 3);
    near.push_back(101 + (i + i % 2) % 3);
    far.push_back(120 + i % 4);
    noisy.push_back(i % 2 ? 120 : 84);
    gone.push_back(i < 3 ? no_value : 100 + i % 3);
  }
  const std::vector<Side> sides{
      made_side("a", {"main"}, 12,
                {{"near", a, {}}, {"far", a, {}}, {"noisy", a, {}}, {"gone", a, {}}, {"other", a, {}}}),
      made_side("b", {"main"}, 12,
                {{"near", near, {}}, {"far", far, {}}, {"noisy", noisy, {}}, {"gone", gone, {}}, {"other", near, {}}})};
  ComparisonSettings judging;
  judging.margin = [](const auto& about) {
    return about.name == "other" ? std::nullopt : std::optional(Margin{0.05, true});
  };
  const auto found = compare(sides, judging).blocs.front().metrics;
  const auto of = [&](const std::string& name) {
    for (const auto& metric : found)
      if (metric.about.name == name) return metric;
    throw std::logic_error("no such row");
  };
  CHECK(likeness_of(of("near")) == Likeness::within);
  CHECK(likeness_of(of("far")) == Likeness::beyond);
  CHECK(likeness_of(of("noisy")) == Likeness::unclear);
  CHECK(likeness_of(of("gone")) == Likeness::untested);
  CHECK(of("gone").alike.lopsided);
  CHECK(likeness_of(of("other")) == Likeness::untested);
  CHECK_THAT(of("near").adjusted_alike.within_p, WithinRel(3 * of("near").alike.within_p, 1e-12));  // Holm of three
  const Comparison plain = compare(sides);  // held: a loop over a part of what a call returns outlives it
  for (const auto& metric : plain.blocs.front().metrics) CHECK(likeness_of(metric) == Likeness::untested);
}

TEST_CASE("equivalence: error rates over 5,000 comparisons", "[theory][slow]") {
  for (const Margin margin : {Margin{0.05, true}, Margin{5, false}}) {
    const Given at = given(5, margin, 5'000), inside = given(3.5, margin, 5'000);
    std::printf("of 5,000 at the margin (%s): yes %d, no %d; at 3.5 of 5: yes %d\n", margin.relative ? "share" : "unit",
                at.yes, at.no, inside.yes);
    CHECK(at.yes <= 296);  // 5 % and three standard errors
    CHECK(at.no <= 158);   // 2.5 %, since the other side is far
  }
}
