#include "analysis/sensitivity/screens.h"

#include <array>

#include "tests/analysis/philox_resampler.h"
#include "tests/analysis/sensitivity/test_functions.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::analysis;
using namespace sensitivity_tests;

namespace {

/// y = x1 + 2 x2 + 3 x3 of standard normals, and a factor without influence.
struct LinearGaussian {
  std::array<std::vector<double>, 4> x;
  std::vector<double> y;

  LinearGaussian(std::size_t n, std::uint64_t seed) {
    Noise noise(seed);
    for (std::size_t i = 0; i < n; ++i) {
      for (auto& column : x) column.push_back(noise.normal());
      y.push_back(x[0].back() + 2 * x[1].back() + 3 * x[2].back());
    }
  }
};

}  // namespace

TEST_CASE("screens: PAWN and delta of a linear function of normals", "[sensitivity]") {
  const LinearGaussian data(100'000, 1);
  constexpr std::array<double, 4> mean{0.0883, 0.1949, 0.3540, 0}, median{0.0746, 0.1675, 0.3187, 0},
      area{0.0890, 0.2016, 0.3874, 0};
  for (std::size_t i = 0; i < 4; ++i) {
    const Classes classes(data.x[i], 50);
    const Pawn found = pawn(data.y, classes);
    // A class of 2,000 has a distance of 0.019 by chance alone, which only shows where the true one is small.
    CHECK_THAT(found.mean, WithinAbs(mean[i], i == 3 ? 0.022 : 0.01));
    CHECK_THAT(found.median, WithinAbs(median[i], i == 3 ? 0.022 : 0.012));
    CHECK_THAT(delta(data.y, classes), WithinAbs(area[i], i == 3 ? 0.03 : 0.015));
  }
}

TEST_CASE("screens: PAWN counts equal values once, and delta is deaf to transformations", "[sensitivity]") {
  // Of 8 points the upper class has response 1 and the lower one 0: distributions differ by 1/2.
  const std::vector<double> x{1, 2, 3, 4, 5, 6, 7, 8}, y{0, 0, 0, 0, 1, 1, 1, 1};
  const Pawn found = pawn(y, Classes(x, 2));
  CHECK(found.mean == 0.5);
  CHECK(found.median == 0.5);
  const LinearGaussian data(5000, 2);
  std::vector<double> bent;
  for (const double v : data.y) bent.push_back(std::exp(v / 2));
  const Classes classes(data.x[2], 20);
  CHECK_THAT(delta(bent, classes), WithinRel(delta(data.y, classes), 1e-12));
  const std::vector<double> levels{0, 0, 0, 1, 1, 2, 2, 2};
  CHECK(Classes(levels, 50).count() == 3);
}

TEST_CASE("screens: levels are classes, however uneven; a heavy value has one of its own", "[sensitivity]") {
  std::vector<double> x(1000, 2.0);
  for (std::size_t i = 0; i < 20; ++i) x[i] = i < 10 ? 0 : 1;
  const Classes levels(x, 3);
  REQUIRE(levels.count() == 3);
  CHECK(levels.members(0).size() == 10);
  CHECK(levels.members(1).size() == 10);
  CHECK(levels.members(2).size() == 980);
  CHECK(usual_classes(x) == 3);
  for (std::size_t i = 0; i < 500; ++i) x[i] = 3 + static_cast<double>(i);  // half at 2, the others all different
  const Classes mixed(x, 10);
  CHECK(mixed.members(0).size() == 500);
  CHECK(mixed.count() >= 6);
  CHECK(usual_classes(x) == 20);
  const std::vector<double> few{1, 1, 2, 2, 3, 3};  // too few of each
  CHECK(usual_classes(few) == 2);
}

TEST_CASE("screens: delta is corrected for what the choice of points adds, most where there is nothing",
          "[sensitivity]") {
  const LinearGaussian many(100'000, 99);
  constexpr std::uint64_t trials = 10;
  for (std::size_t i = 0; i < 4; ++i) {
    // What eight classes have of many points, which is less than what many classes have.
    const double truth = i == 3 ? 0 : delta(many.y, Classes(many.x[i], 8));
    double plain = 0, corrected = 0;
    for (std::uint64_t trial = 0; trial < trials; ++trial) {
      const LinearGaussian data(400, 200 + trial);
      const Classes classes(data.x[i], 8);
      plain += delta(data.y, classes) / trials;
      corrected += corrected_delta(data.y, classes, 30, philox_resampler(trial)) / trials;
    }
    INFO("factor " << i << ": " << plain << ", " << corrected << " of " << truth);
    if (i == 3)
      CHECK(corrected < 0.7 * plain);
    else
      CHECK_THAT(corrected, WithinAbs(truth, 0.04));  // kernels take as much from a strong factor
  }
}

TEST_CASE("screens: HSIC of a linear function of normals, and as the double sum has it", "[sensitivity]") {
  const LinearGaussian data(10'000, 3);
  constexpr std::array<double, 3> value{0.00275906, 0.01257888, 0.03590596}, r2{0.037569, 0.171281, 0.488915};
  for (std::size_t i = 0; i < 3; ++i) {
    const Hsic found = hsic(data.x[i], true, data.y, 0, philox_resampler(1));
    CHECK_THAT(found.value, WithinAbs(value[i], 0.0015));
    CHECK_THAT(found.r2, WithinAbs(r2[i], 0.02));
  }
  const LinearGaussian few(60, 4);
  const std::size_t n = 60;
  const double sx = estimate(few.x[1]).sd, sy = estimate(few.y).sd;
  const auto k = [&](std::size_t i, std::size_t j) {
    return std::exp(-0.5 * std::pow((few.x[1][i] - few.x[1][j]) / sx, 2));
  };
  const auto l = [&](std::size_t i, std::size_t j) { return std::exp(-0.5 * std::pow((few.y[i] - few.y[j]) / sy, 2)); };
  double kl = 0, ks = 0, ls = 0, cross = 0;
  for (std::size_t i = 0; i < n; ++i) {
    double ki = 0, li = 0;
    for (std::size_t j = 0; j < n; ++j) kl += k(i, j) * l(i, j), ki += k(i, j), li += l(i, j);
    ks += ki, ls += li, cross += ki * li;
  }
  const double m = n, book = kl / (m * m) + ks * ls / (m * m * m * m) - 2 * cross / (m * m * m);
  CHECK_THAT(hsic(few.x[1], true, few.y, 0, philox_resampler(1)).value, WithinRel(book, 1e-3));
}

TEST_CASE("screens: the p value of HSIC is uniform without dependence, and sees what no mean shows", "[sensitivity]") {
  int small = 0;
  constexpr int trials = 200;
  for (int trial = 0; trial < trials; ++trial) {
    const LinearGaussian data(60, static_cast<std::uint64_t>(50 + trial));
    small += hsic(data.x[3], true, data.y, 39, philox_resampler(static_cast<std::uint64_t>(trial))).p <= 0.05;
  }
  CHECK(small >= 2);  // binomial with 200 trials of 0.05: 10, and 2 to 21 in all but 1 of 1000
  CHECK(small <= 21);
  Noise noise(9);
  std::vector<double> x, y;  // the factor moves the spread alone
  for (int i = 0; i < 300; ++i) {
    x.push_back(noise.uniform());
    y.push_back((x.back() < 0.5 ? 0.2 : 2) * noise.normal());
  }
  CHECK(hsic(x, true, y, 199, philox_resampler(1)).p <= 0.01);
  std::vector<double> word;
  for (const double v : x) word.push_back(v < 0.5 ? 0 : 1);
  CHECK(hsic(word, false, y, 199, philox_resampler(1)).p <= 0.01);
  CHECK(std::isnan(hsic(word, false, std::vector<double>(300, 1.0), 9, philox_resampler(1)).value));
}
