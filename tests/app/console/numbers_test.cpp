#include "app/console/numbers.h"

#include <cmath>

#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::app;

namespace {

std::string text(double mean, double half_width, bool sign = false) {
  std::string made = shown(analysis::Estimate{.n = 5, .mean = mean, .sd = 1, .half_width = half_width}, sign);
  if (const auto at = made.find("±"); at != std::string::npos) made.replace(at, std::string("±").size(), "+/-");
  return made;
}

}  // namespace

TEST_CASE("numbers: as many digits as the interval is worth", "[app]") {
  CHECK(text(7919.4, 216.2) == "7919 +/- 216");
  CHECK(text(0.98712, 0.0101) == "0.987 +/- 0.010");
  CHECK(text(0.25812, 0.0076) == "0.258 +/- 0.008");
  CHECK(text(10.9082, 0.0804) == "10.91 +/- 0.08");
  CHECK(text(10.9082, 0.0964) == "10.91 +/- 0.10");
  CHECK(text(0.5, 0, true) == "+0.5 +/- 0");
  CHECK(text(0.4, 1e-16) == "0.4 +/- 0");
  CHECK(text(3e12, 2e11) == "3e+12 +/- 2e+11");
  CHECK(text(6.8e-5, 0.99, true) == "+0.0 +/- 1.0");  // what rounding makes nothing is no number of its own
  CHECK(text(-0.001, 0.21) == "0.00 +/- 0.21");
  CHECK(text(-0.4, 5) == "0 +/- 5");
}

TEST_CASE("numbers: without an interval four digits, without a value a dash", "[app]") {
  CHECK(text(77.12345, analysis::no_value) == "77.12");
  CHECK(text(analysis::no_value, analysis::no_value) == "-");
  CHECK(shown(Days{3652.5}) == "10 y");
  CHECK(shown(Days{90}) == "90 d");
  CHECK(counted(1, "run") == "1 run");
  CHECK(counted(20, "run") == "20 runs");
}
