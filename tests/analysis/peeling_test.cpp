#include "analysis/discovery/peeling.h"

#include <cmath>
#include <numeric>
#include <string>

#include "tests/analysis/planted_points.h"
#include "tests/catch.h"

namespace {
using namespace poldyn::analysis;

Points line(std::vector<double> x, std::vector<double> shares) { return {{{std::move(x), 0}}, std::move(shares)}; }

}  // namespace

TEST_CASE("peeling: the first slices are the ones that a hand takes", "[reference]") {
  // Twenty points, a slice of 10 %: two of them, then floor(1.8) = 1. The low end holds the zeros.
  std::vector<double> x(20), shares(20, 1.0);
  std::iota(x.begin(), x.end(), 1.0);
  shares[0] = shares[1] = shares[2] = 0;
  const Points points = line(x, shares);
  const auto way = peel(points, all_rows(points), {.slice = 0.1, .least = 0.5});
  REQUIRE(way.size() >= 3);
  CHECK(way[0].inside.count == 20);
  CHECK_THAT(way[0].inside.mean(), WithinRel(0.85, 1e-12));
  CHECK(way[1].inside.count == 18);
  CHECK_THAT(way[1].inside.mean(), WithinRel(17.0 / 18, 1e-12));
  CHECK(way[1].box.ranges[0].low == 2.5);
  CHECK(way[2].inside.count == 17);
  CHECK(way[2].inside.mean() == 1);
  CHECK(way[2].box.ranges[0].low == 3.5);
  CHECK(way.back().inside.count == 10);  // the least mass
  CHECK(best_of(way) == 2);
}

TEST_CASE("peeling: equal values go or stay together, and a level of a text goes alone", "[reference]") {
  const Points whole = line({1, 1, 1, 1, 2, 2, 2, 2}, {0, 0, 1, 0, 1, 1, 1, 1});
  const auto way = peel(whole, all_rows(whole));
  REQUIRE(way.size() == 2);
  CHECK(way[1].box.ranges[0].low == 1.5);
  CHECK(way[1].inside.count == 4);

  Points text{{{{0, 1, 2, 0, 1, 2, 0, 1, 2}, 3}}, {0, 1, 1, 0, 1, 1, 0, 1, 1}};
  const auto levels = peel(text, all_rows(text));
  REQUIRE(levels.size() >= 2);
  CHECK(levels[1].box.ranges[0].kept == std::vector<bool>{false, true, true});
  CHECK(levels[1].inside.mean() == 1);
}

TEST_CASE("peeling: boxes lie within each other and masses are counted right", "[property]") {
  const Planted made = planted(11, 500, 3);
  const auto rows = all_rows(made.points);
  auto left = rows;
  for (const Peel& step : peel(made.points, rows)) {
    const auto in = inside(step.box, made.points, rows);
    CHECK(in == inside(step.box, made.points, left));
    CHECK(static_cast<double>(in.size()) == step.inside.count);
    CHECK_THAT(mass_of(made.points, in).sum, WithinAbs(step.inside.sum, 1e-9));
    left = in;
  }
  CHECK(left.size() >= 25);
}

TEST_CASE("peeling: pasting brings a bound back that was peeled too far, or not far enough", "[reference]") {
  std::vector<double> x(100), shares(100, 0.0);
  std::iota(x.begin(), x.end(), 0.0);
  for (int i = 30; i < 70; ++i) shares[std::size_t(i)] = 1;
  const Points points = line(x, shares);
  Box box(1);
  box.ranges[0].low = 41.5, box.ranges[0].high = 80.5;
  const Box made = pasted(box, points, all_rows(points));
  CHECK(made.ranges[0].low == 29.5);
  CHECK(made.ranges[0].high == 69.5);
}

TEST_CASE("peeling: a bound is the shortest number between two values", "[reference]") {
  const auto bound = [](double a, double b) {
    const Points points = line({a, b}, {0, 1});
    return peel(points, all_rows(points), {.slice = 0.5, .least = 0.5}).back().box.ranges[0].low;
  };
  CHECK(bound(0.49873, 0.50121) == 0.5);
  CHECK(bound(11, 12) == 11.5);
  CHECK(bound(12, 24) == 20);
  CHECK(bound(-0.3, 0.2) == 0);
  CHECK(bound(-0.34, -0.21) == -0.3);
  CHECK(bound(1e9, 3e9) == 2e9);
  const double next = std::nextafter(1.0, 2.0);
  CHECK(bound(1, next) == 1);  // nothing between: low < value keeps the upper one
}

TEST_CASE("peeling: constant factors, constant shares and single points end at once", "[edge]") {
  const Points constant = line({3, 3, 3, 3}, {0, 1, 0, 1});
  CHECK(peel(constant, all_rows(constant)).size() == 1);
  const Points alike = line({1, 2, 3, 4}, {1, 1, 1, 1});
  CHECK(best_of(peel(alike, all_rows(alike))) == 0);
  const Points one = line({1}, {1});
  CHECK(peel(one, all_rows(one)).size() == 1);
}
