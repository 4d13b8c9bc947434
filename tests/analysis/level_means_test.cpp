#include "analysis/level_means.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "tests/catch.h"

using namespace poldyn::analysis;

namespace {

Factor number(const std::string& name, std::vector<double> values, const std::string& unit = "") {
  Factor made;
  made.name = name;
  made.unit = unit;
  made.values = std::move(values);
  return made;
}

/// Of two factors, every value of one with every value of the other.
Study grid() {
  Study study;
  study.bases = {""};
  study.points = 6;
  study.replicates = 3;
  study.base_of.assign(6, 0);
  study.factors = {number("reviewers", {3, 3, 3, 12, 12, 12}), number("time", {10, 20, 40, 10, 20, 40}, "d")};
  return study;
}

/// y = 10 a + 100 b + luck of the replicate, alike at all points.
std::vector<double> additive(const std::vector<double>& luck) {
  std::vector<double> made;
  for (const double a : {0.0, 1.0})
    for (const double b : {0.0, 1.0, 2.0})
      for (const double shared : luck) made.push_back(10 * a + 100 * b + shared);
  return made;
}

}  // namespace

TEST_CASE("levels: each value of a few, named as people read it", "[levels]") {
  const auto all = all_levels(grid(), 6);
  REQUIRE(all.size() == 2);
  CHECK(all[0].names == std::vector<std::string>{"3", "12"});
  CHECK(all[1].names == std::vector<std::string>{"10 d", "20 d", "40 d"});
  CHECK(all[1].of == std::vector<std::size_t>{0, 1, 2, 0, 1, 2});
  CHECK((all[0].crossed && all[1].crossed));
}

TEST_CASE("levels: a point less, and they are no longer crossed", "[levels]") {
  Study study = grid();
  study.points = 5;
  study.base_of.pop_back();
  for (auto& factor : study.factors) factor.values.pop_back();
  const auto all = all_levels(study, 6);
  CHECK_FALSE(all[0].crossed);
  CHECK_FALSE(all[1].crossed);
}

TEST_CASE("levels: many values are ranges of equally many points; equal values stay together", "[levels]") {
  std::vector<double> values;
  for (int i = 0; i < 40; ++i) values.push_back(i);
  Study study = grid();
  study.factors = {number("x", values, "d")};
  study.base_of.assign(40, 0);
  const Levels levels = all_levels(study, 4).front();
  CHECK(levels.binned);
  CHECK(levels.names == std::vector<std::string>{"0 to 9 d", "10 to 19 d", "20 to 29 d", "30 to 39 d"});
  CHECK(std::count(levels.of.begin(), levels.of.end(), 2U) == 10);
  for (double& x : values) x = x < 35 ? 1 : x;
  study.factors = {number("x", values)};
  const Levels lumped = all_levels(study, 4).front();
  CHECK(lumped.names == std::vector<std::string>{"1", "35 to 39"});
  CHECK(std::count(lumped.of.begin(), lumped.of.end(), 0U) == 35);
}

TEST_CASE("levels: where a factor does not apply a point has none, and bases come first", "[levels]") {
  Study study = grid();
  study.bases = {"open", "closed"};
  study.base_of = {0, 0, 0, 1, 1, 1};
  study.factors = {number("time", {10, 20, 40, NAN, NAN, NAN}, "d")};
  const auto all = all_levels(study, 6);
  REQUIRE(all.size() == 2);
  CHECK(all[0].factor == "base");
  CHECK(all[0].names == std::vector<std::string>{"open", "closed"});
  CHECK(all[1].of[3] == 3U);
  CHECK_FALSE(all[1].crossed);
}

TEST_CASE("effects: of a factor that one base has alone, the other base is no part", "[levels]") {
  Study study = grid();
  study.bases = {"open", "closed"};
  study.base_of = {0, 0, 0, 1, 1, 1};
  study.factors = {number("time", {10, 20, 40, NAN, NAN, NAN}, "d")};
  const std::vector<double> response{0, 10, 20, 1000, 1000, 1000};
  const LevelEffect time = effect_of(response, 1, all_levels(study, 6)[1]);
  CHECK(time.means[0].deviation.mean == Approx(-10));
  CHECK(time.means[1].deviation.mean == Approx(0).margin(1e-9));
  CHECK(time.means[2].deviation.mean == Approx(10));
}

TEST_CASE("effects: of an additive response exact, and shared luck drops out", "[levels]") {
  const auto response = additive({-50, 0, 80});
  const auto all = all_levels(grid(), 6);
  const LevelEffect reviewers = effect_of(response, 3, all[0]), time = effect_of(response, 3, all[1]);
  CHECK(reviewers.over_replicates);
  CHECK(reviewers.means[0].deviation.mean == Approx(-5));
  CHECK(reviewers.means[1].deviation.mean == Approx(5));
  CHECK(reviewers.means[1].deviation.half_width == Approx(0).margin(1e-9));
  CHECK(reviewers.variance() == Approx(25));
  CHECK(time.variance() == Approx(20000.0 / 3));
  CHECK(time.means[2].mean == Approx(10 * 0.5 + 200 + 10));
  CHECK(time.told_apart());
  CHECK(overall(response, 3).mean == Approx(5 + 100 + 10));
}

TEST_CASE("effects: one replicate has no interval and tells nothing apart", "[levels]") {
  const auto all = all_levels(grid(), 6);
  const LevelEffect effect = effect_of(additive({0}), 1, all[0]);
  CHECK(effect.means[0].deviation.mean == Approx(-5));
  CHECK(std::isnan(effect.means[0].deviation.half_width));
  CHECK_FALSE(effect.told_apart());
}

TEST_CASE("effects: runs without a value are left out, and then the interval is that over points", "[levels]") {
  auto response = additive({0, 0, 0});
  response[0] = NAN;
  const LevelEffect effect = effect_of(response, 3, all_levels(grid(), 6)[0]);
  CHECK_FALSE(effect.over_replicates);
  CHECK(effect.means[0].points == 3);
  for (double& x : response) x = NAN;
  const LevelEffect nothing = effect_of(response, 3, all_levels(grid(), 6)[0]);
  CHECK(nothing.means[0].points == 0);
  CHECK(nothing.variance() == 0);
}

TEST_CASE("pivot: the mean of each cell, an interval over replicates, none where no point is", "[levels]") {
  const auto all = all_levels(grid(), 6);
  const Pivot pivot = pivot_of(additive({-1, 0, 1}), 3, all[0], all[1]);
  REQUIRE(pivot.cells.size() == 6);
  CHECK(pivot.cells[5].mean == Approx(210));
  CHECK(pivot.cells[5].half_width == Approx(4.3026527 / std::sqrt(3.0)));  // t(0.975, 2), sd 1
  Study study = grid();
  study.factors[0].values = {3, 3, 3, 12, 12, 3};
  const auto gap = all_levels(study, 6);
  CHECK(pivot_of(additive({0, 0, 0}), 3, gap[0], gap[1]).cells[5].n == 0);
  // Not crossed: two points in one cell, and the interval is over them.
  const Pivot uneven = pivot_of(additive({-1, 0, 1}), 3, gap[0], gap[1]);
  CHECK(pivot.over_replicates);
  CHECK_FALSE(uneven.over_replicates);
  CHECK(uneven.cells[2].n == 2);
  CHECK(uneven.cells[2].mean == Approx(205));
}

TEST_CASE("effects: an inert factor is told apart in one of twenty levels", "[levels][slow]") {
  std::mt19937_64 random(20);
  std::normal_distribution<double> luck;
  std::size_t told = 0;
  const auto levels = all_levels(grid(), 6)[0];
  constexpr int trials = 2000;
  double variance = 0;
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<double> response(18);
    for (double& x : response) x = luck(random);
    const auto effect = effect_of(response, 3, levels);
    const auto& first = effect.means[0].deviation;
    told += first.low() > 0 || first.high() < 0;
    variance += effect.variance() / trials;
  }
  CHECK(variance < 1.0 / 24);  // cut at 0, so not 0; left uncorrected it would be 1 / 18 on average
  CHECK(static_cast<double>(told) / trials == Approx(0.05).margin(0.0146));  // 3 standard errors of 2000 trials
}
