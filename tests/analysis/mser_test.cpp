#include "analysis/mser.h"

#include <cmath>
#include <vector>

#include "sim/engine/stream.h"
#include "tests/catch.h"

using namespace poldyn::analysis;

namespace {

/// Five values around each mean.
std::vector<double> in_batches(const std::vector<double>& means) {
  std::vector<double> series;
  for (const double mean : means)
    for (const double off : {-2.0, 1.0, 0.5, -0.5, 1.0}) series.push_back(mean + off);
  return series;
}

/// The definition, written without any care for time: cut in batches, statistic.
std::pair<std::size_t, double> by_definition(const std::vector<double>& z) {
  std::pair<std::size_t, double> best{0, std::numeric_limits<double>::infinity()};
  for (std::size_t d = 0; d + 5 <= z.size(); ++d) {
    double mean = 0, squares = 0;
    const double left = static_cast<double>(z.size() - d);
    for (std::size_t j = d; j < z.size(); ++j) mean += z[j] / left;
    for (std::size_t j = d; j < z.size(); ++j) squares += (z[j] - mean) * (z[j] - mean);
    if (squares / (left * left) < best.second) best = {d, squares / (left * left)};
  }
  return best;
}

}  // namespace

TEST_CASE("MSER-5: a series by hand", "[reference]") {
  // Batch means 20 10 1 -1 1 -1 1 -1 1 -1. From d = 2 on: mean 0, squares 8, n - d = 8: 8 / 64 = 0.125. d = 3: mean
  // -1/7, 7 - 1/7 = 6.857, / 49 = 0.140. d = 1: mean 10/9, 108 - 100/9 = 96.9, / 81 = 1.196. d = 4: 6 / 36 = 0.167.
  const auto found = mser5(in_batches({20, 10, 1, -1, 1, -1, 1, -1, 1, -1}));
  REQUIRE(found.settled == Settled::yes);
  CHECK(found.cut == 10);
  CHECK_THAT(found.statistic, WithinRel(0.125, 1e-9));
}

TEST_CASE("MSER-5: settled from the start, never settled, too short, and values left over", "[reference]") {
  CHECK(mser5(in_batches({1, -1, 1, -1, 1, -1, 1, -1, 1, -1})).cut == 0);
  CHECK(mser5(std::vector<double>(50, 3.0)).cut == 0);                                     // of equals the first
  CHECK(mser5(in_batches({10, 9, 8, 7, 6, 5, 4, 0, 0, 0, 0, 0})).settled == Settled::no);  // best cut beyond the middle
  CHECK(mser5(std::vector<double>(49, 3.0)).settled == Settled::too_short);
  auto series = in_batches({20, 10, 1, -1, 1, -1, 1, -1, 1, -1});
  series.insert(series.end(), {1e9, 1e9, 1e9, 1e9});
  CHECK(mser5(series).cut == 10);
  series[3] = no_value;
  CHECK(mser5(series).settled == Settled::has_gaps);
}

TEST_CASE("MSER-5: what does not exist yet belongs to the start", "[reference]") {
  auto series = in_batches({20, 10, 1, -1, 1, -1, 1, -1, 1, -1});
  const double least = mser5(series).statistic;
  series.insert(series.begin(), 3, no_value);
  CHECK(mser5(series).settled == Settled::yes);
  CHECK(mser5(series).cut == 3 + 10);
  CHECK(mser5(series).statistic == least);
  CHECK(mser5(std::vector<double>(60, no_value)).settled == Settled::too_short);
  series[1] = 2;  // a value that came and went
  CHECK(mser5(series).settled == Settled::has_gaps);
}

TEST_CASE("MSER-5: agrees with its definition on random series", "[reference]") {
  int settled = 0;
  for (std::uint32_t i = 0; i < 200; ++i) {
    poldyn::Stream stream({9, 0}, 0, i, 0);
    std::vector<double> means;
    for (int j = 0; j < 40; ++j) means.push_back(8 * std::exp(-j / 4.0) + stream.uniform());
    const auto [cut, statistic] = by_definition(means);
    const auto found = mser5(in_batches(means));
    REQUIRE((found.settled == Settled::yes) == (cut <= 20));
    if (found.settled != Settled::yes) continue;
    ++settled;
    CHECK(found.cut == 5 * cut);
    CHECK_THAT(found.statistic, WithinRel(statistic, 1e-9));
  }
  CHECK(settled > 150);
}
