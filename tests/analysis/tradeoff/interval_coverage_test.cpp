#include <cmath>
#include <cstdio>

#include "analysis/tradeoff/judgement.h"
#include "tests/analysis/philox_resampler.h"
#include "tests/analysis/random_values.h"
#include "tests/catch.h"

using namespace poldyn::analysis;

namespace {

constexpr std::size_t policy_count = 3, replicate_count = 2;
constexpr double base[policy_count] = {10, 10.5, 12}, slope[policy_count] = {2, 1, 0.5}, noise = 0.8;

/// Costs base + slope x of the future + luck of the world, normal all of them, each policy with luck of its own.
Worlds drawn(Random& random, std::size_t futures) {
  std::normal_distribution<double> law;
  Worlds made{policy_count, futures, replicate_count, std::vector<double>(policy_count * futures * replicate_count)};
  for (std::size_t s = 0; s < futures; ++s) {
    const double x = law(random);
    for (std::size_t p = 0; p < policy_count; ++p)
      for (std::size_t r = 0; r < replicate_count; ++r)
        made.values[made.at(p, s, r)] = base[p] + slope[p] * x + noise * law(random);
  }
  return made;
}

bool holds(const Interval& interval, double x) { return interval.low <= x && x <= interval.high; }

}  // namespace

TEST_CASE("judgement: intervals of each criterion hold the truth as often as is stated", "[theory][slow]") {
  // Of the mean, the spread and the percentile in closed form; of the mean regret, of means over two replicates, from
  // 400,000 futures, whose own error is a hundredth of an interval. The worst regret is that of the futures that there
  // are: of normal costs it has no true value.
  Random truth_of(99);
  const Worlds many = drawn(truth_of, 400'000);
  const FutureMeans means = future_means(many);
  double truth[4][policy_count];
  for (std::size_t p = 0; p < policy_count; ++p) {
    const double spread = std::hypot(slope[p], noise);
    truth[0][p] = base[p];
    truth[1][p] = base[p] + spread;
    truth[2][p] = base[p] + 1.2815515655 * spread;  // normal, 90 %
    truth[3][p] = (means.values.col(static_cast<Eigen::Index>(p)) - means.values.rowwise().minCoeff()).mean();
  }
  constexpr int trials = 600;  // standard error of a coverage of 0.95: 0.009
  int held[4][policy_count] = {};
  Random random(7);
  for (int trial = 0; trial < trials; ++trial) {
    const Worlds costs = drawn(random, 64);
    const auto found = judge({costs}, {}, {true, false}, philox_resampler(static_cast<std::uint64_t>(trial)));
    for (std::size_t c = 0; c < 4; ++c)
      for (std::size_t p = 0; p < policy_count; ++p)
        held[c][p] += holds(found.metrics[0].standings[c][p].interval, truth[c][p]);
  }
  for (std::size_t c = 0; c < 4; ++c)
    for (std::size_t p = 0; p < policy_count; ++p) {
      std::printf("%s of policy %zu: held in %d of %d\n", std::string(criterion_names[c]).c_str(), p, held[c][p],
                  trials);
      CHECK(held[c][p] >= 0.90 * trials);  // percentile bootstrap of 64 futures, nominal 0.95
    }
}
