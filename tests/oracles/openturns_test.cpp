#include <array>

#include "analysis/sensitivity/rank_index.h"
#include "analysis/sensitivity/screens.h"
#include "analysis/sensitivity/sobol_indices.h"
#include "tests/analysis/philox_resampler.h"
#include "tests/analysis/sensitivity/test_functions.h"
#include "tests/catch.h"
#include "tests/oracles/by_python.h"

using namespace poldyn;
using namespace poldyn::analysis;
using namespace sensitivity_tests;

namespace {

/// data[0]: responses at Saltelli's blocks by row; data[1]: how many factors. OpenTURNS wants all of A, all of B, then
/// A with each factor from B. It divides by the variance at A alone, poldyn by that at A and B: what is compared
/// exactly is Jansen's sum, before the division. For the first order Saltelli, Martinez and Jansen sum up other
/// products than Saltelli et al. 2010 (table 2 b), so their indices agree up to the error of so many rows; the formula
/// of 2010 itself is numpy's.
constexpr const char* sobol = R"(
import openturns as ot
k = int(data[1][0])
y = data[0].reshape(-1, k + 2)
a, b, mixed = y[:, 0], y[:, -1], y[:, 1:-1]
outputs = ot.Sample(np.concatenate([a, b, mixed.T.ravel()])[:, None])
inputs = ot.Sample(len(outputs), k)
jansen = ot.JansenSensitivityAlgorithm(inputs, outputs, len(a))
martinez = ot.MartinezSensitivityAlgorithm(inputs, outputs, len(a))
saltelli = ot.SaltelliSensitivityAlgorithm(inputs, outputs, len(a))
say(np.array(jansen.getTotalOrderIndices()) * a.var(ddof=1))
say(np.mean(b[:, None] * (mixed - a[:, None]), axis=0))
say(martinez.getFirstOrderIndices(), martinez.getTotalOrderIndices(), saltelli.getFirstOrderIndices())
)";

/// Gaussian kernels of one standard deviation, the biased (V-statistic) estimator.
constexpr const char* hsic_of = R"(
import openturns as ot
kernels = [ot.SquaredExponential([float(np.std(v, ddof=1))], [1.0]) for v in data]
x, y = ot.Sample(np.column_stack(data[:-1])), ot.Sample(data[-1][:, None])
found = ot.HSICEstimatorGlobalSensitivity(kernels, x, y, ot.HSICVStat())
say(found.getHSICIndices(), found.getR2HSICIndices())
)";

/// Gamboa et al. 2022: mean product of neighbours in the order of the factor, the last one's neighbour the first.
constexpr const char* rank = R"(
y = data[-1] - data[-1].mean()
for x in data[:-1]:
    z = y[np.argsort(x)]
    say(np.mean(z * np.roll(z, -1)) / np.mean(z * z))
)";

struct Blocks {
  DesignMatrix design;
  std::vector<double> y;
};

struct Theirs {
  std::vector<double> numerator_of_total, numerator_of_first, martinez_first, martinez_total, saltelli_first;
};

Theirs asked(const std::vector<double>& y, std::size_t k) {
  const auto said = oracles::by_python(sobol, {y, {static_cast<double>(k)}});
  REQUIRE(said.size() == 5 * k);
  const auto part = [&](std::size_t i) {
    return std::vector<double>(said.begin() + static_cast<std::ptrdiff_t>(i * k),
                               said.begin() + static_cast<std::ptrdiff_t>((i + 1) * k));
  };
  return {part(0), part(1), part(2), part(3), part(4)};
}

void check_blocks(const Blocks& at, double within) {
  const std::size_t k = at.design.factors;
  const SobolIndices mine = sobol_indices({at.y, k, 1, false, true}, 0.95, 50, philox_resampler(1));
  const Theirs theirs = asked(at.y, k);
  REQUIRE(mine.of_run);
  for (std::size_t i = 0; i < k; ++i) {
    INFO("factor " << i);
    const double first = mine.of_run->first[i].value, total = mine.of_run->total[i].value;
    CHECK_THAT(total * mine.spread.single_run, WithinAbs(theirs.numerator_of_total[i], 1e-3 * mine.spread.single_run));
    CHECK_THAT(first * mine.spread.single_run,
               WithinAbs(std::max(0.0, theirs.numerator_of_first[i]), 1e-3 * mine.spread.single_run));
    CHECK_THAT(first, WithinAbs(theirs.martinez_first[i], within));
    CHECK_THAT(first, WithinAbs(theirs.saltelli_first[i], within));
    CHECK_THAT(total, WithinAbs(theirs.martinez_total[i], within));
  }
}

}  // namespace

TEST_CASE("oracle: Sobol' indices are OpenTURNS'", "[reference][slow]") {
  if (const auto what = oracles::missing("openturns", "python3-openturns"); !what.empty()) SKIP(what);
  const DesignMatrix four = saltelli_blocks(1U << 12, 4, false);
  check_blocks({four, responses(four, ishigami)}, 0.01);
  constexpr std::array<double, 6> a{0, 1, 4.5, 9, 99, 99};
  const DesignMatrix six = saltelli_blocks(1U << 12, 6, false);
  check_blocks({six, responses(six, [&](const double* x) { return g_function(x, a); })}, 0.01);
}

TEST_CASE("oracle: with noise taken out, Sobol' indices are OpenTURNS' of the function without noise",
          "[reference][slow]") {
  if (const auto what = oracles::missing("openturns", "python3-openturns"); !what.empty()) SKIP(what);
  const DesignMatrix design = saltelli_blocks(1U << 13, 4, false);
  Noise noise(5);
  const auto luck = [&](const double*, std::size_t) { return 3 * noise.normal(); };
  const auto noisy = responses(design, ishigami, 2, luck);
  const SobolIndices mine = sobol_indices({noisy, 4, 2, false, false}, 0.95, 50, philox_resampler(1));
  const Theirs theirs = asked(responses(design, ishigami), 4);
  REQUIRE(mine.of_mean);
  std::vector<double> means;
  for (std::size_t i = 0; i < noisy.size(); i += 2) means.push_back((noisy[i] + noisy[i + 1]) / 2);
  const Theirs plain = asked(means, 4);
  for (std::size_t i = 0; i < 4; ++i) {
    INFO("factor " << i);
    CHECK_THAT(mine.of_mean->first[i].value, WithinAbs(theirs.martinez_first[i], 0.03));
    CHECK_THAT(mine.of_mean->total[i].value, WithinAbs(theirs.martinez_total[i], 0.03));
  }
  CHECK(plain.martinez_total[3] > 0.2);  // an inert factor, to who leaves noise in
}

TEST_CASE("oracle: HSIC and its R2 are OpenTURNS'", "[reference][slow]") {
  if (const auto what = oracles::missing("openturns", "python3-openturns"); !what.empty()) SKIP(what);
  constexpr std::size_t n = 300;
  Noise noise(7);
  std::vector<std::vector<double>> data(4);
  for (std::size_t i = 0; i < n; ++i) {
    const std::array<double, 3> x{noise.uniform(), noise.uniform(), noise.uniform()};
    for (std::size_t f = 0; f < 3; ++f) data[f].push_back(x[f]);
    data[3].push_back(ishigami(x.data()));
  }
  const auto theirs = oracles::by_python(hsic_of, data);
  REQUIRE(theirs.size() == 6);
  for (std::size_t f = 0; f < 3; ++f) {
    const Hsic mine = hsic(data[f], true, data[3], 0, philox_resampler(1));
    INFO("factor " << f);
    CHECK_THAT(mine.value, WithinRel(theirs[f], 1e-3));  // kernels here are kept to 1e-6 of their trace
    CHECK_THAT(mine.r2, WithinRel(theirs[3 + f], 1e-3));
  }
}

TEST_CASE("oracle: the rank index is the sum over neighbours that numpy makes", "[reference][slow]") {
  if (const auto what = oracles::missing("numpy", "python3-numpy"); !what.empty()) SKIP(what);
  constexpr std::size_t n = 2000;
  Noise noise(9);
  std::vector<std::vector<double>> data(4);
  for (std::size_t i = 0; i < n; ++i) {
    const std::array<double, 3> x{noise.uniform(), noise.uniform(), noise.uniform()};
    for (std::size_t f = 0; f < 3; ++f) data[f].push_back(x[f]);
    data[3].push_back(ishigami(x.data()));
  }
  const auto theirs = oracles::by_python(rank, data);
  REQUIRE(theirs.size() == 3);
  for (std::size_t f = 0; f < 3; ++f) {
    const Index mine = rank_index(data[f], Response(data[3], 1), true, 0.95).of_run;
    INFO("factor " << f);
    // The last point has no neighbour here, and the first one in the sum of Gamboa et al.: one term of 2000.
    CHECK_THAT(mine.value, WithinAbs(std::max(0.0, theirs[f]), 0.003));
  }
}
