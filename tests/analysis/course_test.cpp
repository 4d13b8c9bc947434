#include "analysis/course.h"

#include <cmath>
#include <vector>

#include "tests/catch.h"

using namespace poldyn::analysis;

TEST_CASE("course: of ten runs nine in ten, of fewer all", "[course]") {
  std::vector<double> ten, nine;
  for (int run = 0; run < 10; ++run) ten.push_back(run);
  for (int run = 0; run < 9; ++run) nine.push_back(run);
  const Course of_ten = course_of(ten, 1), of_nine = course_of(nine, 1);
  CHECK(of_ten.low[0] == Approx(0.45));
  CHECK(of_ten.high[0] == Approx(8.55));
  CHECK(of_nine.low[0] == 0);
  CHECK(of_nine.high[0] == 8);
  CHECK(of_ten.mean[0] == Approx(4.5));
}

TEST_CASE("course: runs without a value do not count, and a time without any has none", "[course]") {
  const std::vector<double> values{1, NAN, NAN,   // run 0 by time
                                   3, 5,   NAN};  // run 1
  const Course course = course_of(values, 3);
  CHECK(course.mean[0] == 2);
  CHECK(course.mean[1] == 5);
  CHECK(std::isnan(course.mean[2]));
  CHECK(std::isnan(course.low[2]));
  CHECK(course.last_at == 1);
  CHECK(course.last.n == 1);
  CHECK(course_of({}, 0).mean.empty());
  CHECK(std::isnan(course_of({}, 2).mean[1]));
}
