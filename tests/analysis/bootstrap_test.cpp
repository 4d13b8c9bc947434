#include "analysis/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "tests/analysis/philox_resampler.h"
#include "tests/catch.h"

using namespace poldyn::analysis;

namespace {

const std::vector<double> skewed{0.7, 1.6, 0.2, 1.2, 0.1, 3.4, 3.7, 0.8, 0.05, 2.0, 9.5, 0.4};

double phi(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }
double phi_inverse(double p) {
  double low = -10, high = 10;
  for (int i = 0; i < 200; ++i) (phi((low + high) / 2) < p ? low : high) = (low + high) / 2;
  return (low + high) / 2;
}
double mean_of(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0) / double(x.size()); }

/// BCa as Efron & Tibshirani (1993) write it, for any statistic: the jackknife leaves one value out at a time.
template <class Statistic>
Interval bca_by_the_book(const std::vector<double>& x, double level, std::uint32_t count, const Resampler& resampler,
                         Statistic statistic) {
  std::vector<double> replicates;
  std::vector<std::uint32_t> picks(x.size());
  for (std::uint32_t b = 0; b < count; ++b) {
    resampler(b, picks);
    std::vector<double> sample;
    for (const auto pick : picks) sample.push_back(x[pick]);
    replicates.push_back(statistic(sample));
  }
  std::sort(replicates.begin(), replicates.end());
  double below = 0;
  for (const double r : replicates) below += r < statistic(x) - 1e-12 ? 1 : r <= statistic(x) + 1e-12 ? 0.5 : 0;
  const double z0 = phi_inverse(below / count);
  std::vector<double> without;
  for (std::size_t i = 0; i < x.size(); ++i) {
    auto rest = x;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    without.push_back(statistic(rest));
  }
  double above = 0, beneath = 0;
  for (const double w : without) {
    above += std::pow(mean_of(without) - w, 3);
    beneath += std::pow(mean_of(without) - w, 2);
  }
  const double a = above / (6 * std::pow(beneath, 1.5));
  const auto end = [&](double p) {
    const double z = z0 + phi_inverse(p);
    const double rank = phi(z0 + z / (1 - a * z)) * (count + 1);
    const auto k = static_cast<std::size_t>(std::floor(rank));
    return replicates[k - 1] + (rank - std::floor(rank)) * (replicates[k] - replicates[k - 1]);
  };
  return {end((1 - level) / 2), end((1 + level) / 2)};
}

}  // namespace

TEST_CASE("bootstrap: BCa agrees with the book's recipe, step by step, on the same resamples", "[reference]") {
  const auto level = GENERATE(0.8, 0.9, 0.95);
  const auto seed = GENERATE(1, 2, 3);
  const Resampler resampler = philox_resampler(static_cast<std::uint64_t>(seed));
  const Interval fast = bca_of_mean(skewed, level, resampler);
  const Interval slow = bca_by_the_book(skewed, level, resamples_for(level), resampler, mean_of);
  CHECK_THAT(fast.low, WithinRel(slow.low, 1e-9));
  CHECK_THAT(fast.high, WithinRel(slow.high, 1e-9));
}

TEST_CASE("bootstrap: BCa agrees with eight million resamples of another program", "[reference]") {
  // numpy, PCG64: 0.98333 and 4.33385 (standard error 0.0014); the ends of 4999 resamples scatter by 0.0158 and 0.0895.
  const Interval found = bca_of_mean(skewed, 0.95, philox_resampler(7));
  CHECK_THAT(found.low, WithinAbs(0.98333, 4 * 0.0158));
  CHECK_THAT(found.high,
             WithinAbs(4.33385, 4 * 0.0895));  // the percentile interval ends at 3.63, the t interval at 3.68
}

TEST_CASE("bootstrap: the interval moves and stretches with the values and turns with their sign", "[stats]") {
  std::vector<double> moved, turned;
  for (const double x : skewed) moved.push_back(100 + 3 * x), turned.push_back(-x);
  const Interval as_is = bca_of_mean(skewed, 0.95, philox_resampler(4));
  const Interval after = bca_of_mean(moved, 0.95, philox_resampler(4));
  const Interval other = bca_of_mean(turned, 0.95, philox_resampler(4));
  CHECK_THAT(after.low, WithinRel(100 + 3 * as_is.low, 1e-9));
  CHECK_THAT(after.high, WithinRel(100 + 3 * as_is.high, 1e-9));
  CHECK_THAT(other.low, WithinRel(-as_is.high, 1e-9));
  CHECK_THAT(other.high, WithinRel(-as_is.low, 1e-9));
}

TEST_CASE("bootstrap: too few values have no interval, equal ones have no width, missing ones are left out",
          "[stats]") {
  CHECK(resamples_for(0.95) == 4999);
  CHECK(resamples_for(0.99) == 4999);
  CHECK(resamples_for(0.999) == 49'999);
  CHECK(fewest_for(10) == 3);    // C(5, 3) = 10
  CHECK(fewest_for(4999) == 8);  // C(15, 8) = 6435, C(13, 7) = 1716
  const std::vector<double> seven(skewed.begin(), skewed.begin() + 7);
  CHECK_FALSE(bca_of_mean(seven, 0.95, philox_resampler(1)).exists());
  CHECK_FALSE(bca_of_mean({}, 0.95, philox_resampler(1)).exists());
  const Interval equal = bca_of_mean(std::vector<double>(9, 2.5), 0.95, philox_resampler(1));
  CHECK(equal.low == 2.5);
  CHECK(equal.high == 2.5);
  std::vector<double> holed = skewed;
  holed.insert(holed.begin() + 3, no_value);
  CHECK(bca_of_mean(holed, 0.95, philox_resampler(1)).low == bca_of_mean(skewed, 0.95, philox_resampler(1)).low);
}

TEST_CASE("bootstrap: of exponential samples BCa misses evenly where t misses on one side", "[theory]") {
  constexpr int samples = 1'500, size = 25;
  std::mt19937_64 random(11);
  int bca_low = 0, bca_high = 0, t_high = 0;
  for (int i = 0; i < samples; ++i) {
    std::vector<double> x(size);
    for (auto& value : x) value = -std::log((double(random() >> 12) + 0.5) * 0x1p-52);
    const Interval b = bca_of_mean(x, 0.9, philox_resampler(static_cast<std::uint64_t>(i)));
    bca_low += 1 < b.low;
    bca_high += 1 > b.high;
    t_high += 1 > estimate(x, 0.9).high();
  }
  // Nominal 75 of each. Four standard errors of a count of 1,500 x 0.05 are 34.
  INFO("BCa misses " << bca_low << " and " << bca_high << ", t above " << t_high);
  CHECK(bca_low < 75 + 34);
  CHECK(bca_high < t_high - 20);
  CHECK(t_high > 75 + 34);
}
