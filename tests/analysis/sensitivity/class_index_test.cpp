#include "analysis/sensitivity/class_index.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "tests/analysis/sensitivity/test_functions.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace poldyn::analysis;
using namespace sensitivity_tests;

namespace {

std::vector<double> column(const DesignMatrix& design, std::size_t factor) {
  std::vector<double> made;
  for (std::size_t p = 0; p < design.points; ++p) made.push_back(design(p, factor));
  return made;
}

/// A function of known first-order indices, its factors on dimensions of a sequence in random order and direction.
struct Drawn {
  Function f;
  std::vector<double> first;
};

Drawn drawn_function(std::size_t k, Noise& noise) {
  std::vector<double> a(k), g(k), flip(k);
  std::vector<std::size_t> place(k);
  std::iota(place.begin(), place.end(), std::size_t{0});
  for (std::size_t i = k; i > 1; --i)
    std::swap(place[i - 1], place[static_cast<std::size_t>(noise.uniform() * static_cast<double>(i))]);
  for (std::size_t i = 0; i < k; ++i) {
    a[i] = noise.uniform() < 0.4 && i > 0 ? 0 : noise.normal() * std::exp(noise.normal());
    g[i] = std::exp(1.5 * noise.normal());
    flip[i] = noise.uniform() < 0.5 ? 1 : 0;
  }
  const auto at = [place, flip](const double* x, std::size_t i) { return std::abs(flip[i] - x[place[i]]); };
  Drawn made{{}, std::vector<double>(k, 0.0)};
  const double kind = noise.uniform();
  if (kind < 0.4) {
    double all = 0;
    for (const double slope : a) all += slope * slope;
    for (std::size_t i = 0; i < k; ++i) made.first[place[i]] = a[i] * a[i] / all;
    made.f = [=](const double* x) {
      double sum = 0;
      for (std::size_t i = 0; i < k; ++i) sum += a[i] * normal_score(at(x, i));
      return sum;
    };
  } else if (kind < 0.7) {
    double all = 1;
    for (const double one : g) all *= 1 + 1 / (3 * (1 + one) * (1 + one));
    for (std::size_t i = 0; i < k; ++i) made.first[place[i]] = 1 / (3 * (1 + g[i]) * (1 + g[i])) / (all - 1);
    made.f = [=](const double* x) {
      std::vector<double> moved(k);
      for (std::size_t i = 0; i < k; ++i) moved[i] = at(x, i);
      return g_function(moved.data(), g);
    };
  } else {
    constexpr std::array<double, 3> first{0.313905, 0.442411, 0};
    for (std::size_t i = 0; i < 3; ++i) made.first[place[i]] = first[i];
    made.f = [=](const double* x) {
      const std::array<double, 3> moved{at(x, 0), at(x, 1), at(x, 2)};
      return ishigami(moved.data());
    };
  }
  return made;
}

}  // namespace

TEST_CASE("class index: first order on a Sobol' sequence, where the rank index is too low", "[sensitivity]") {
  const DesignMatrix design = sobol_points(1024, 6);
  const auto y = responses(
      design, [](const double* x) { return normal_score(x[0]) + 2 * normal_score(x[1]) + 3 * normal_score(x[2]); });
  const Response response(y, 1);
  constexpr std::array<double, 6> truth{1.0 / 14, 4.0 / 14, 9.0 / 14, 0, 0, 0};
  // Means of 32 classes have a little less variance than normal numbers.
  double of_means = 0;
  for (int i = 0; i < 32; ++i) {
    const auto density = [](double u) {
      return u <= 0 || u >= 1 ? 0.0 : std::exp(-0.5 * std::pow(normal_score(u), 2)) / std::sqrt(2 * pi);
    };
    of_means += 32 * std::pow(density(i / 32.0) - density((i + 1) / 32.0), 2);
  }
  double of_ranks = 0, of_classes = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    const Index found = class_index(column(design, i), true, response, true, false, 0.95).of_run;
    CHECK_THAT(found.value, WithinAbs(of_means * truth[i], 0.05));
    CHECK(found.interval.low <= truth[i]);
    CHECK(found.interval.high >= truth[i]);
    CHECK(found.told_apart() == (truth[i] > 0));
    of_classes += std::abs(found.value - truth[i]);
    of_ranks += std::abs(rank_index(column(design, i), response, true, 0.95).of_run.value - truth[i]);
  }
  CHECK(of_ranks > 3 * of_classes);
}

TEST_CASE("class index: a complete grid has the shares of its sums of squares", "[sensitivity]") {
  constexpr std::array<std::size_t, 3> levels{2, 2, 3};
  const DesignMatrix design = full_factorial(levels);
  // Variances 1/4, 1/4 and 4 x 1/6 of positions 0, 1/2 and 1; both replicates are alike.
  const auto y = responses(
      design, [](const double* x) { return x[0] + x[1] + 2 * x[2]; }, 2);
  const double all = 1.0 / 4 + 1.0 / 4 + 4.0 / 6;
  constexpr std::array<double, 3> parts{1.0 / 4, 1.0 / 4, 4.0 / 6};
  for (std::size_t i = 0; i < 3; ++i) {
    const RankIndex found = class_index(column(design, i), true, Response(y, 2), true, true, 0.95);
    CHECK_THAT(found.of_mean.value, WithinAbs(parts[i] / all, 1e-12));
    CHECK_THAT(found.of_run.value, WithinAbs(parts[i] / all, 1e-12));
    CHECK(found.of_mean.interval.low <= parts[i] / all);
    CHECK(found.of_mean.interval.high >= parts[i] / all);
  }
}

TEST_CASE("class index: of a grid each level is a class, however many there are", "[sensitivity]") {
  constexpr std::array<std::size_t, 2> levels{10, 5};
  const DesignMatrix design = full_factorial(levels);
  const auto y = responses(
      design, [](const double* x) { return std::fmod(std::round(9 * x[0]), 2.0); }, 1);
  CHECK_THAT(class_index(column(design, 0), true, Response(y, 1), true, true, 0.95).of_run.value, WithinAbs(1, 1e-12));
}

TEST_CASE("class index: intervals on Sobol' points cover the truth of functions that are drawn",
          "[sensitivity][slow]") {
  const bool blocks = GENERATE(false, true);  // A and B of Saltelli's design
  constexpr int trials = 500;
  constexpr std::array<std::size_t, 6> sizes{64, 100, 200, 256, 500, 512};
  int asked = 0, covered = 0, inert = 0, alarms = 0, by_ranks = 0;
  for (int trial = 0; trial < trials; ++trial) {
    Noise noise(static_cast<std::uint64_t>(9000 + trial));
    const std::size_t k = 3 + static_cast<std::size_t>(trial % 8),
                      n = sizes[static_cast<std::size_t>(trial) % sizes.size()];
    DesignMatrix design = sobol_points(n, blocks ? 2 * k : k);
    if (blocks) design = {k, 2 * n, design.at};
    const Drawn function = drawn_function(k, noise);
    const double luck = trial % 3 == 0 ? 1 : 0;
    const auto y = responses(design, function.f, 2, [&](const double*, std::size_t) { return luck * noise.normal(); });
    const Response response(y, 2);
    for (std::size_t i = 0; i < k; ++i) {
      const double truth = function.first[i];
      const Index found = class_index(column(design, i), true, response, false, false, 0.95).of_mean;
      const Interval ranks = rank_index(column(design, i), response, false, 0.95).of_mean.interval;
      ++asked;
      covered += found.interval.low <= truth && truth <= found.interval.high;
      by_ranks += ranks.low <= truth && truth <= ranks.high;
      inert += truth == 0;
      alarms += truth == 0 && found.told_apart();
    }
  }
  WARN((blocks ? "A and B" : "sequence") << ": " << covered << " of " << asked << " held, by ranks " << by_ranks
                                         << "; inert told apart " << alarms << " of " << inert);
  CHECK(covered >= 0.94 * asked);
  CHECK(alarms <= 0.05 * inert);
}
