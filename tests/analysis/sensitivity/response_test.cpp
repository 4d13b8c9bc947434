#include "analysis/sensitivity/response.h"

#include <array>

#include "analysis/sensitivity/index.h"
#include "tests/analysis/sensitivity/test_functions.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::analysis;
using namespace sensitivity_tests;

TEST_CASE("response: noise alone is rarely told from variance over points", "[sensitivity]") {
  constexpr int trials = 1000;
  for (const std::size_t m : {2U, 5U})
    for (const bool uneven : {false, true}) {
      int alarms = 0;
      for (int trial = 0; trial < trials; ++trial) {
        Noise noise(static_cast<std::uint64_t>(trial));
        std::vector<double> y;
        for (int point = 0; point < 40; ++point)
          for (std::size_t r = 0; r < m; ++r) y.push_back((uneven && point % 4 == 0 ? 5 : 1) * noise.normal());
        alarms += Response(y, m).varies(false, 0.95);
      }
      INFO(m << " replicates, uneven " << uneven << ": " << alarms << " of " << trials);
      CHECK(alarms <= 0.045 * trials);  // 0.025 if noise were known; one in 40 trials of 1000 has 35
    }
}

TEST_CASE("response: eight points without noise vary, and so do points that move more than their noise",
          "[sensitivity]") {
  std::vector<double> y;
  for (int point = 0; point < 8; ++point) y.insert(y.end(), {1.0 * point, 1.0 * point});
  CHECK(Response(y, 2).varies(false, 0.95));
  CHECK(Response(y, 2).varies(true, 0.95));
  CHECK_FALSE(Response(std::vector<double>(16, 3.1), 2).varies(false, 0.95));
  CHECK(Response(std::vector<double>{1, 2, 3}, 1).varies(false, 0.95));  // nothing is known of noise
  Noise noise(3);
  std::vector<double> loud;
  for (int point = 0; point < 200; ++point)
    for (int r = 0; r < 3; ++r) loud.push_back(point % 2 + noise.normal());
  CHECK(Response(loud, 3).varies(false, 0.95));
}

TEST_CASE("response: what matters in a world alone does not vary on average over worlds", "[sensitivity]") {
  constexpr int trials = 500;
  int alarms = 0;
  for (int trial = 0; trial < trials; ++trial) {
    Noise noise(static_cast<std::uint64_t>(7000 + trial));
    std::array<double, 4> slope{};
    for (double& s : slope) s = noise.normal();
    std::vector<double> y;
    for (int point = 0; point < 40; ++point)
      for (const double s : slope) y.push_back(s * point);
    alarms += Response(y, 4).varies(true, 0.95);
  }
  INFO(alarms << " of " << trials);
  CHECK(alarms <= 0.045 * trials);
}

TEST_CASE("index: an error that is not known leaves no interval", "[sensitivity]") {
  const Interval own{0.2, 0.6};
  CHECK(widened(own, 0.4, 0, 3, 0.95).high == 0.6);
  CHECK(widened(own, 0.4, 0.1, 3, 0.95).high > 0.7);
  CHECK_FALSE(widened(own, 0.4, no_value, 3, 0.95).exists());
  CHECK_FALSE(widened(own, 0.4, jackknife_error(std::vector<double>{1.0}), 3, 0.95).exists());
  CHECK_FALSE(widened(own, 0.4, jackknife_error(std::vector<double>{1.0, no_value, 2.0}), 2, 0.95).exists());
}
