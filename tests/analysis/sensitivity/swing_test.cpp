#include "analysis/sensitivity/swing.h"

#include <array>

#include "tests/analysis/sensitivity/test_functions.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::analysis;
using namespace sensitivity_tests;

TEST_CASE("swing: ends, means and change", "[sensitivity]") {
  std::vector<double> x, y;
  for (int i = 0; i < 10; ++i) x.push_back(9 - i), y.push_back(100 + x.back());
  const Swing found = swing_of(x, Response(y, 1), false, 0.95);
  CHECK(found.low.mean == Approx(100.5));
  CHECK(found.high.mean == Approx(108.5));
  CHECK(found.change.mean == Approx(8));
  CHECK(x[found.low_at] == 0);
  CHECK(x[found.high_at] == 9);
  CHECK_FALSE(swing_of(std::vector<double>(10, 1.0), Response(y, 1), false, 0.95).exists());
}

TEST_CASE("swing: what other worlds would have given is in the interval", "[sensitivity]") {
  constexpr int trials = 500;
  int covered = 0, of_points_alone = 0, low_covered = 0;
  for (int trial = 0; trial < trials; ++trial) {
    Noise noise(static_cast<std::uint64_t>(40 + trial));
    std::array<double, 5> slope{}, level{};
    for (std::size_t r = 0; r < 5; ++r) slope[r] = 2 + noise.normal(), level[r] = noise.normal();
    std::vector<double> x, y;
    for (int i = 0; i < 100; ++i) {
      x.push_back(noise.uniform());
      for (std::size_t r = 0; r < 5; ++r) y.push_back(level[r] + slope[r] * x.back());
    }
    const auto holds = [](const Estimate& e, double truth) { return e.low() <= truth && truth <= e.high(); };
    const Swing found = swing_of(x, Response(y, 5), true, 0.95);
    covered += holds(found.change, 1.6);  // ends are 0.8 apart
    low_covered += holds(found.low, 0.2);
    of_points_alone += holds(swing_of(x, Response(y, 5), false, 0.95).change, 1.6);
  }
  INFO(covered << " and " << low_covered << " of " << trials << ", without worlds " << of_points_alone);
  CHECK(covered >= 0.93 * trials);
  CHECK(low_covered >= 0.93 * trials);
  CHECK(of_points_alone < 0.5 * trials);  // the test can tell
}
