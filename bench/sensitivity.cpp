// How long sensitivity indices take on large studies. Aims, on one core: Saltelli indices of 10^5 rows x 20 metrics
// with 1,000 bootstrap samples in 10 s and 1 GB; the rank index of 10^6 points in 1 s a factor.
//
// usage: bench_sensitivity [ROWS [FACTORS [METRICS [POINTS]]]]
#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <ctime>
#include <string>
#include <vector>

#include "analysis/sensitivity/rank_index.h"
#include "analysis/sensitivity/sobol_indices.h"
#include "app/runs/resampling.h"
#include "bench/child.h"
#include "sim/engine/stream.h"

namespace {
using namespace poldyn;
using namespace poldyn::analysis;

std::vector<double> uniform(std::size_t n, std::uint64_t seed) {
  constexpr std::size_t block = 1U << 16;  // numbers of a stream
  std::vector<double> made;
  made.reserve(n);
  for (std::size_t i = 0; i < n; i += block) {
    Stream stream({seed, 0}, 0, 0, static_cast<std::uint32_t>(i / block));
    for (std::size_t j = i; j < std::min(n, i + block); ++j) made.push_back(stream.uniform());
  }
  return made;
}

/// The sum of the factors with weights 1, 1/2, 1/4, ... at the points of each row.
std::vector<double> responses(std::size_t rows, std::size_t factors, std::uint64_t seed) {
  const std::vector<double> at = uniform(2 * rows * factors, seed);
  std::vector<double> made;
  made.reserve(rows * (factors + 2));
  for (std::size_t row = 0; row < rows; ++row) {
    const double* a = at.data() + row * 2 * factors;
    const double* b = a + factors;
    double of_a = 0, of_b = 0;
    for (std::size_t f = 0; f < factors; ++f)
      of_a += std::ldexp(a[f], -static_cast<int>(f)), of_b += std::ldexp(b[f], -static_cast<int>(f));
    made.push_back(of_a);
    for (std::size_t f = 0; f < factors; ++f) made.push_back(of_a + std::ldexp(b[f] - a[f], -static_cast<int>(f)));
    made.push_back(of_b);
  }
  return made;
}

void saltelli(std::size_t rows, std::size_t factors, std::size_t metrics) {
  double first = 0;
  for (std::size_t metric = 0; metric < metrics; ++metric) {
    const std::vector<double> y = responses(rows, factors, metric);
    const SobolIndices found =
        sobol_indices({y, factors, 1, false, true}, confidence, 1000, app::resampler_for("Saltelli rows"));
    first = found.of_run->first[0].value;
  }
  fmt::print("  first order of the first factor {:.3f}\n", first);
}

void ranks(std::size_t points) {
  const std::vector<double> x = uniform(points, 1), other = uniform(points, 2);
  std::vector<double> y(points);
  for (std::size_t i = 0; i < points; ++i) y[i] = x[i] + other[i];
  const std::clock_t ticks = std::clock();
  const double index = rank_index(x, Response(y, 1), true, confidence).of_run.value;
  fmt::print("  rank index {:.3f}: {:.2f} s of the processor\n", index,
             static_cast<double>(std::clock() - ticks) / CLOCKS_PER_SEC);
}

void show(const std::string& what, const bench::Spent& spent) {
  fmt::print("{}: {:.2f} s, {:.2f} s of the processor, {:.0f} MB, with the making of the numbers\n", what, spent.wall,
             spent.cpu, spent.peak_megabytes);
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int at, std::size_t otherwise) {
    return argc > at ? static_cast<std::size_t>(std::stoull(argv[at])) : otherwise;
  };
  const std::size_t rows = argument(1, 100'000), factors = argument(2, 10), metrics = argument(3, 20),
                    points = argument(4, 1'000'000);
  show(fmt::format("Saltelli, {} rows of {} factors x {} metrics, 1000 resamples", rows, factors, metrics),
       bench::in_child([&] { saltelli(rows, factors, metrics); }));
  show(fmt::format("rank index, {} points", points), bench::in_child([&] { ranks(points); }));
  return 0;
}
