#include "sim/observe/diversity.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <vector>

#include "sim/engine/sample.h"
#include "sim/engine/stream.h"
#include "tests/catch.h"

using namespace poldyn;

namespace {

const std::vector<double> three{0.5, 0.3, 0.2};

/// Mean and standard error over replications, each with a stream of its own.
template <class Draw>
void check_mean(const char* id, int replications, double expected, Draw draw) {
  double sum = 0, squares = 0;
  for (int r = 0; r < replications; ++r) {
    Stream stream({20, static_cast<std::uint32_t>(r)}, 1, 0, 0);
    const double x = draw(stream);
    sum += x;
    squares += x * x;
  }
  const double n = replications, mean = sum / n;
  const double se = std::sqrt((squares / n - mean * mean) / (n - 1));
  const double z = (mean - expected) / se;
  std::printf("%s: expected %.6f mean %.6f z = %.2f\n", id, expected, mean, z);
  INFO(id);
  CHECK(std::abs(z) < 4);
  CHECK(4 * se < 0.02 * expected);  // power: an error of 2 % cannot hide in the band
}

template <class Draw>
std::vector<double> sorted_sizes(std::size_t n, Draw draw) {
  std::vector<double> x(n);
  for (double& size : x) size = draw();
  std::sort(x.begin(), x.end());
  return x;
}

/// The sample's Gini coefficient is low by n / (n - 1), exactly so for exponential sizes.
double unbiased(double g, std::size_t n) { return g * static_cast<double>(n) / static_cast<double>(n - 1); }

std::vector<double> broken_stick(Stream& stream) {
  std::vector<double> w(10);
  for (double& x : w) x = exponential_variate(stream);
  return w;
}

}  // namespace

TEST_CASE("diversity: three shares, cases HHI-1, HHI-4, ENT-1, HILL-1, HILL-2", "[reference]") {
  CHECK_THAT(hhi(three), WithinRel(0.38, 1e-12));
  CHECK_THAT(hhi_normalised(three), WithinRel(0.07, 1e-12));
  CHECK_THAT(shannon(three), WithinRel(1.02965301406457, 1e-12));
  CHECK_THAT(hill(three, 1), WithinRel(2.80009407285383, 1e-12));
  CHECK_THAT(hill(three, 2), WithinRel(2.63157894736842, 1e-12));
  CHECK(hill(three, 0) == 3);
  CHECK_THAT(hill(three, 3), WithinRel(std::pow(0.125 + 0.027 + 0.008, -0.5), 1e-12));
  CHECK(largest_share(three) == 0.5);
}

TEST_CASE("diversity: random shares, cases HHI-2, HHI-3, ENT-2", "[reference]") {
  check_mean("HHI-2", 4000, 2.0 / 11, [](Stream& s) { return hhi(broken_stick(s)); });
  check_mean("HHI-3", 4000, 0.109, [](Stream& s) {
    std::vector<double> buyers(10);
    for (int i = 0; i < 100; ++i) buyers[s.below(10)] += 1;
    return hhi(buyers);
  });
  check_mean("ENT-2", 4000, 1.92896825396825, [](Stream& s) { return shannon(broken_stick(s)); });
}

TEST_CASE("diversity: Gini and Theil of known laws, cases GINI-1 to GINI-3, THEIL-1", "[reference]") {
  check_mean("GINI-1", 100, 0.5, [](Stream& s) {
    return unbiased(gini(sorted_sizes(2000, [&] { return exponential_variate(s); })), 2000);
  });
  check_mean("GINI-2", 50, std::erf(0.5), [](Stream& s) {
    return unbiased(gini(sorted_sizes(10'000, [&] { return std::exp(normal_variate(s)); })), 10'000);
  });
  // Above two moments only: the mean over replications would converge slowly, so the row's absolute band.
  Stream pareto({21, 0}, 1, 0, 0);
  CHECK_THAT(gini(sorted_sizes(100'000, [&] { return std::pow(pareto.uniform(), -1 / 2.5); })), WithinAbs(0.25, 0.01));
  std::vector<double> sizes;  // a decision has 2^17 words at most
  for (std::uint32_t part = 0; part < 10; ++part) {
    Stream normal({22, part}, 1, 0, 0);
    for (int i = 0; i < 100'000; ++i) sizes.push_back(std::exp(normal_variate(normal)));
  }
  CHECK_THAT(theil(sizes), WithinAbs(0.5, 0.02));
}

TEST_CASE("diversity: equal shares and one share are the ends of each scale", "[observe]") {
  const auto n = static_cast<std::size_t>(GENERATE(1, 2, 7, 1000));
  const std::vector<double> equal(n, 0.3);
  std::vector<double> one(n, 0.0);
  one.back() = 4;
  const auto count = static_cast<double>(n);
  CHECK_THAT(hhi(equal), WithinRel(1 / count, 1e-12));
  CHECK(hhi(one) == 1);
  CHECK(hill(one, 0) == 1);
  for (const double order : {0.0, 0.5, 1.0, 2.0, 3.0}) {
    CHECK_THAT(hill(equal, order), WithinRel(count, 1e-9));
    CHECK_THAT(hill(one, order), WithinRel(1.0, 1e-12));
    CHECK(hill(equal, order) <= count * (1 + 1e-12));
    CHECK(hill(one, order) >= 1);
  }
  CHECK(shannon(one) == 0);
  CHECK_THAT(gini(equal), WithinAbs(0, 1e-12));
  CHECK_THAT(gini(one), WithinAbs(1 - 1 / count, 1e-12));
  CHECK_THAT(theil(equal), WithinAbs(0, 1e-12));
  CHECK_THAT(theil(one), WithinAbs(std::log(count), 1e-12));
}

TEST_CASE("diversity: of nothing there is none, and it is not zero", "[observe]") {
  const auto weights = GENERATE(std::vector<double>{}, std::vector<double>{0, 0});
  for (const double x : {hhi(weights), hhi_normalised(weights), shannon(weights), hill(weights, 0), hill(weights, 1),
                         hill(weights, 2), hill(weights, 3), largest_share(weights), gini(weights), theil(weights)})
    CHECK(std::isnan(x));
  CHECK(std::isnan(hhi_normalised(std::vector<double>{1})));
  CHECK(std::isnan(rao(BitWeights{}, 8)));
  CHECK(std::isnan(mean_distance(BitWeights{}, 8)));
}

TEST_CASE("diversity: the scale of weights does not count, and rounding stays within bounds", "[observe]") {
  Stream stream({23, 0}, 1, 0, 0);
  for (int trial = 0; trial < 2000; ++trial) {
    std::vector<double> w(1 + stream.below(6));
    for (double& x : w) x = std::pow(stream.uniform(), 40);  // one dominates: the sums round at the bounds
    std::vector<double> scaled = w;
    for (double& x : scaled) x *= 1e-3;
    CHECK((hhi(w) > 0 && hhi(w) <= 1));
    CHECK_THAT(hhi(scaled), WithinRel(hhi(w), 1e-12));
    CHECK_THAT(hill(scaled, 1), WithinRel(hill(w, 1), 1e-10));
    for (const double order : {0.0, 1.0, 2.0, 5.0}) CHECK(hill(w, order) >= 1);
    CHECK(hill(w, 0) + 1e-9 >= hill(w, 1));  // Hill numbers fall with their order
    CHECK(hill(w, 1) + 1e-9 >= hill(w, 2));
  }
}

TEST_CASE("diversity: distances by bit equal distances by pair", "[observe]") {
  const auto bits = static_cast<unsigned>(GENERATE(1, 5, 8, 13, 32, 64));
  Stream stream({24, bits}, 1, 0, 0);
  const std::uint64_t mask = bits == 64 ? ~0ULL : (1ULL << bits) - 1;
  std::vector<std::uint64_t> design(40);
  std::vector<double> use(40);
  BitWeights by_use, by_model;
  for (std::size_t i = 0; i < design.size(); ++i) {
    design[i] = stream() & mask;
    use[i] = stream.uniform();
    by_use.add(design[i], use[i]);
    by_model.add(design[i], 1);
  }
  double weighted = 0, plain = 0, pairs = 0;
  for (std::size_t i = 0; i < design.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const double distance = std::popcount(design[i] ^ design[j]) / static_cast<double>(bits);
      weighted += 2 * use[i] * use[j] * distance;
      plain += distance;
      pairs += 1;
    }
  const double sum = std::accumulate(use.begin(), use.end(), 0.0);
  CHECK_THAT(rao(by_use, bits), WithinRel(weighted / (sum * sum), 1e-12));
  CHECK_THAT(mean_distance(by_model, bits), WithinRel(plain / pairs, 1e-12));
}

TEST_CASE("diversity: two opposite designs of equal use are as far apart as can be", "[observe]") {
  BitWeights designs;
  designs.add(0, 1);
  CHECK(std::isnan(mean_distance(designs, 8)));
  CHECK(rao(designs, 8) == 0);
  designs.add(0xFF, 1);
  CHECK(mean_distance(designs, 8) == 1);
  CHECK(rao(designs, 8) == 0.5);
}
