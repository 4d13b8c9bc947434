#include "sim/base/time_sum.h"

#include "tests/catch.h"

using namespace poldyn;

TEST_CASE("sums of time: exact far beyond what ticks hold", "[base]") {
  // 2,000 releases of 200 years each are 400,000 years: ticks end at 292,271.
  const Ticks length = to_ticks(Days{200 * days_per_year});
  TimeSum sum;
  for (int i = 0; i < 2'000; ++i) sum += length;
  CHECK(in_days(sum) == 400'000 * days_per_year);
  for (int i = 0; i < 1'999; ++i) sum -= length;
  CHECK(sum == TimeSum(length));
  CHECK(in_days(sum) == in_days(length));
}

TEST_CASE("sums of time: as ticks say it where they can", "[base]") {
  Ticks ticks{0};
  TimeSum sum;
  for (std::int64_t i = 1; i < 5'000; ++i) {
    const Ticks length{i * i * 7'919'011};
    ticks += length;
    sum += length;
    CHECK(sum == TimeSum(ticks));
    CHECK(in_days(sum) == in_days(ticks));
  }
}
