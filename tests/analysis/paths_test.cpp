#include "analysis/paths.h"

#include <cmath>

#include "analysis/stats.h"
#include "tests/catch.h"

using namespace poldyn::analysis;

TEST_CASE("paths: mean and quantiles of each sample are over the runs that have a value", "[analysis]") {
  Paths paths;
  for (int run = 0; run <= 20; ++run) paths.push_back({static_cast<double>(run), run == 20 ? no_value : 1.0});
  const PathBand course = band_of(paths);
  REQUIRE(course.mean.size() == 2);
  CHECK(course.mean[0] == Approx(10));
  CHECK(course.low[0] == Approx(1));  // type 7: 5 % of 20 steps
  CHECK(course.high[0] == Approx(19));
  CHECK(course.mean[1] == 1);
  CHECK(course.half_width[1] == 0);
}

TEST_CASE("paths: the band holds nine in ten of ten runs, all of fewer, and nothing of none", "[analysis]") {
  Paths nine;
  for (int run = 0; run < 9; ++run) nine.push_back({static_cast<double>(run), no_value});
  Paths ten = nine;
  ten.push_back({9.0, 5.0});
  const PathBand of_nine = band_of(nine), of_ten = band_of(ten);
  CHECK(of_nine.low[0] == 0);
  CHECK(of_nine.high[0] == 8);
  CHECK(std::isnan(of_nine.low[1]));
  CHECK((of_nine.fewest == 9 && of_nine.most == 9));
  CHECK(of_ten.low[0] == Approx(0.45));
  CHECK(of_ten.high[0] == Approx(8.55));
  CHECK(of_ten.low[1] == 5);  // one run alone has a value: that is all of them
  CHECK((of_ten.fewest == 1 && of_ten.most == 10));
  const double half = of_ten.half_width[0];
  CHECK(band_of(ten, 0.5).half_width[0] < half);
  CHECK(band_of({}).mean.empty());
  CHECK(std::isnan(band_of(Paths(12, {no_value})).mean.front()));
}

TEST_CASE("paths: differences are taken run by run, over what both have", "[analysis]") {
  const Paths made = paired_paths({{1, 2, 3}, {1, 1, 1}}, {{2, 5}, {0, no_value}, {9, 9}});
  REQUIRE(made.size() == 2);
  CHECK(made[0] == std::vector<double>{1, 3});
  CHECK(made[1][0] == -1);
  CHECK(std::isnan(made[1][1]));
}

TEST_CASE("paths: trailing sums leave out the first sample, which is the start and counts nothing", "[analysis]") {
  const Paths made = trailing_sums({{7, 1, 2, 3, 4}}, 2);
  REQUIRE(made.front().size() == 5);
  CHECK(std::isnan(made[0][0]));
  CHECK(std::isnan(made[0][1]));
  CHECK(made[0][2] == 3);
  CHECK(made[0][4] == 7);
}
