#include "app/console/shares.h"

#include <limits>

#include "tests/catch.h"

using namespace poldyn::app;

TEST_CASE("shares: a decimal near both ends, none between, and no minus nothing", "[format]") {
  CHECK(percent(0.87) == "87 %");
  CHECK(percent(0.042) == "4.2 %");
  CHECK(percent(0.991) == "99.1 %");
  CHECK(percent(0) == "0 %");
  CHECK(percent(1) == "100 %");
  CHECK(whole_percent(0.042) == "4 %");
  CHECK(whole_percent(-0.001) == "0 %");
  CHECK(whole_percent(0.001) == "<1 %");
  CHECK(whole_percent(0.996) == ">99 %");
  CHECK(whole_percent(1) == "100 %");
  CHECK(whole_percent(-0.25) == "-25 %");
  CHECK(percent(std::numeric_limits<double>::quiet_NaN()) == "-");
  CHECK(whole_percent(std::numeric_limits<double>::quiet_NaN()) == "-");
  CHECK(interval_of_level(0.95) == "95 % interval");
  CHECK(interval_of_level(0.975) == "97.5 % interval");
}
