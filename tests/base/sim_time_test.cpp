#include "sim/base/sim_time.h"

#include <cmath>
#include <random>

#include "tests/catch.h"

using namespace poldyn;

namespace {

double ticks_of(Days length) { return std::chrono::duration<double, std::micro>(length).count(); }

bool is_nearest(double days) { return to_ticks(Days{days}).count() == std::llround(ticks_of(Days{days})); }

}  // namespace

TEST_CASE("time: a length is rounded to the nearest tick, halves upwards", "[base]") {
  constexpr double per_day = 86'400e6;
  for (const double ticks :
       {0.0, 0.25, 0.49999999999999994, 0.5, 0.75, 1.5, 2.5, 1e6 + 0.5, 0x1p51 + 0.5, 0x1p52 + 1, 0x1p53, 0x1p55 + 8})
    for (const double near : {std::nextafter(ticks, 0.0), ticks, std::nextafter(ticks, 0x1p60)})
      CHECK(is_nearest(near / per_day));
  CHECK(to_ticks(Days{2.5 / per_day}) == Ticks{3});
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> magnitude(-40, 19);
  bool all = true;
  for (int i = 0; i < 100'000; ++i) all &= is_nearest(std::exp2(magnitude(random)));
  CHECK(all);
}

TEST_CASE("time: a length that no run can have is refused", "[base]") {
  CHECK_THROWS_AS(to_ticks(Days{-1e-9}), std::domain_error);
  CHECK_THROWS_AS(to_ticks(Days{std::nan("")}), std::domain_error);
  CHECK_THROWS_AS(to_ticks(Days{1e6}), std::domain_error);
}
