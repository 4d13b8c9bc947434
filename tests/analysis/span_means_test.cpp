#include "analysis/span_means.h"

#include <cmath>

#include "analysis/around.h"
#include "tests/analysis/made_side.h"
#include "tests/catch.h"

using namespace poldyn::analysis;

TEST_CASE("span means: a sample stands for the time that ends with it", "[reference]") {
  const std::vector<double> times{0, 10, 20, 40}, values{99, 1, 2, 4};
  // (10 x 1 + 10 x 2 + 20 x 4) / 40; the sample at the start stands for no time.
  CHECK_THAT(span_means(values, times, 1, {}).front(), WithinRel(110 / 40.0, 1e-12));
  // From 15 on: 5 x 2 + 20 x 4 over 25.
  CHECK_THAT(span_means(values, times, 1, {15}).front(), WithinRel(90 / 25.0, 1e-12));
  CHECK_THAT(span_means(values, times, 1, {0, 20}).front(), WithinRel(1.5, 1e-12));
  CHECK(std::isnan(span_means(values, times, 1, {40}).front()));
  CHECK_FALSE(has_samples(times, {40}));
  CHECK(has_samples(times, {39.9}));
}

TEST_CASE("span means: each series and place by itself, samples without a value left out", "[stats]") {
  // Two series of two samples with two places each.
  const std::vector<double> values{0, 0, 1, 10, 0, 0, 3, no_value}, times{0, 1};
  const auto found = span_means(values, times, 2, {});
  REQUIRE(found.size() == 4);
  CHECK(found[0] == 1);
  CHECK(found[1] == 10);
  CHECK(found[2] == 3);
  CHECK(std::isnan(found[3]));
}

TEST_CASE("around: before ends at the date, after begins there, both after the warm-up", "[stats]") {
  CHECK(spans_around({100}, 500) == std::pair{Span{100, 500}, Span{500}});
  CHECK(spans_around({500}, 100) == std::pair{Span{100, 100}, Span{500}});  // nothing before it that counts
  CHECK(common_window({{100, 900}, {200, 700}, {0, no_value}}) == Span{200, 700});
  CHECK(spans_around({200, 700}, 500) == std::pair{Span{200, 500}, Span{500, 700}});
  CHECK(dates_told({{5, 7}, {1, 5, 9}}) == std::vector<double>{1, 5, 7});
}

TEST_CASE("around: a difference that begins at the date is after it alone", "[reference]") {
  const auto side = [](double step, std::vector<double> dates) {
    Side made = made_side("x", {"main"}, 2, {{"releases", {1, 1}, {}}});
    made.sampled = {{"metrics/capability/frontier", "frontier", "OOM", "", {"point", "replicate", "bloc", "time"}}};
    made.policy_dates = std::move(dates);
    made.means = [step](const auto&, Span span) {
      const std::vector<double> times{0, 10, 20, 30}, values{0, 1, 2, 3 + step, 0, 5, 6, 7 + step};
      return span_means(values, times, 1, span);
    };
    return made;
  };
  const auto around = [](const std::vector<Side>& sides) {
    return around_dates(sides, sampled_rows(totals_of(sides)), 0.95);
  };
  const auto found = around({side(0, {}), side(4, {20})});
  REQUIRE(found.size() == 1);
  CHECK(found[0].date == 20);
  REQUIRE(found[0].rows.size() == 1);
  CHECK(found[0].rows[0].before.mean == 0);
  CHECK(found[0].rows[0].after.mean == 4);
  // A third side, whose rules do not change then, is not told of.
  CHECK(around({side(0, {}), side(4, {20}), side(1, {})}).size() == 1);
}
