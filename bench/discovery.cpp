// How long PRIM takes on a large study: points of a planted box among inert factors, from the first peel to the judged
// box, with the regression tree that it is held against. Aim: 10^5 points x 20 factors in 10 s on one core.
//
// usage: bench_discovery [POINTS [FACTORS [REPLICATES]]]
#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <ctime>
#include <span>
#include <string>

#include "analysis/discovery/discovery.h"
#include "app/runs/resampling.h"
#include "sim/engine/stream.h"

namespace {
using namespace poldyn;
using namespace poldyn::analysis;

/// Every fourth factor a text of five levels; the others are numbers, uniform from 0 to 1.
Points points_of(std::size_t n, std::size_t factors) {
  constexpr std::size_t levels = 5;
  constexpr std::size_t block = 1U << 16;  // numbers of a stream
  Points made;
  for (std::size_t f = 0; f < factors; ++f) {
    FactorColumn column{{}, f % 4 == 3 ? levels : 0};
    for (std::size_t i = 0; i < n; i += block) {
      Stream stream({1, 0}, 0, static_cast<std::uint32_t>(f), static_cast<std::uint32_t>(i / block));
      for (std::size_t j = i; j < std::min(n, i + block); ++j)
        column.values.push_back(column.levels > 0 ? stream.below(levels) : stream.uniform());
    }
    made.columns.push_back(std::move(column));
  }
  return made;
}

/// 0.9 where the first factor is below 0.5 and the third above 0.4, else 0.1.
Outcomes outcomes_of(Points& points, std::size_t n, std::size_t replicates) {
  Outcomes made{{}, replicates, false};
  for (std::size_t i = 0; i < n; ++i) {
    Stream stream({2, 0}, 0, static_cast<std::uint32_t>(i), 0);
    const bool in = points.columns[0].values[i] < 0.5 && points.columns[2].values[i] > 0.4;
    for (std::size_t r = 0; r < replicates; ++r) made.met.push_back(stream.uniform() < (in ? 0.9 : 0.1) ? 1 : 0);
    points.shares.push_back(made.share(i));
  }
  return made;
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int at, std::size_t otherwise) {
    return argc > at ? static_cast<std::size_t>(std::stoull(argv[at])) : otherwise;
  };
  const std::size_t n = argument(1, 100'000), factors = argument(2, 20), replicates = argument(3, 4);
  if (factors < 3) {
    fmt::print(stderr, "the planted box has three factors\n");
    return 64;
  }
  Points points = points_of(n, factors);
  const Outcomes outcomes = outcomes_of(points, n, replicates);
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t ticks = std::clock();
  const Discovery found = discover(points, outcomes, app::resampler_for("discover"));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const double processor = static_cast<double>(std::clock() - ticks) / CLOCKS_PER_SEC;
  fmt::print(
      "{} points x {} factors x {} replicates: {:.2f} s, {:.2f} s of the processor; {} steps, {} bounds, density "
      "{:.4f}, overlap {:.3f}\n",
      n, factors, replicates, took.count(), processor, found.way.size(), found.tests.size(), found.region.density.share,
      found.overlap);
  return 0;
}
