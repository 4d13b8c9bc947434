#include "analysis/equivalence.h"
#include "tests/analysis/random_values.h"
#include "tests/catch.h"
#include "tests/oracles/by_python.h"

using namespace poldyn::analysis;

namespace {

/// The margin is a share of the first side's mean, so each limit is a contrast of the runs themselves. statsmodels has
/// margins that are numbers: it gets each contrast with one limit at 0 and the other out of reach.
constexpr const char* two_tests = R"(
from statsmodels.stats.weightstats import ttost_ind, ttost_paired
far = 1e9
for a, b in zip(data[::2], data[1::2]):
    for test in (ttost_paired, lambda x, y, low, high: ttost_ind(x, y, low, high, usevar='unequal')):
        above = test(b, 0.95 * a, 0, far)[1][1]
        below = test(b, 1.05 * a, -far, 0)[2][1]
        say(max(above, below))
)";

}  // namespace

TEST_CASE("oracle: two one-sided tests have statsmodels' p", "[reference][slow]") {
  if (const auto what = oracles::missing("statsmodels.stats.weightstats", "python3-statsmodels"); !what.empty())
    SKIP(what);
  constexpr std::size_t trials = 8;
  Random random(4);
  std::vector<std::vector<double>> data;
  for (std::size_t trial = 0; trial < trials; ++trial) {
    const auto luck = normal(random, 20, 100, 5), mine = normal(random, 20, 0, 3), theirs = normal(random, 20, 0, 3);
    data.resize(data.size() + 2);
    for (std::size_t i = 0; i < luck.size(); ++i) {
      data[2 * trial].push_back(luck[i] + mine[i]);
      data[2 * trial + 1].push_back((0.97 + 0.01 * static_cast<double>(trial)) * luck[i] + theirs[i]);
    }
  }
  const auto p = oracles::by_python(two_tests, data);
  REQUIRE(p.size() == 2 * trials);
  std::size_t told = 0;
  for (std::size_t trial = 0; trial < trials; ++trial) {
    const auto &a = data[2 * trial], &b = data[2 * trial + 1];
    INFO("trial " << trial);
    CHECK_THAT(margin_tests(a, b, {0.05, true}, Sampling::pairs).within_p, WithinRel(p[2 * trial], 1e-9));
    CHECK_THAT(margin_tests(a, b, {0.05, true}, Sampling::independent).within_p, WithinRel(p[2 * trial + 1], 1e-9));
    told += p[2 * trial] < 0.05;
  }
  CHECK(told > 0);  // some on either side of 5 %
  CHECK(told < trials);
}
