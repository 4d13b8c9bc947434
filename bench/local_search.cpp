/// One local-search project: what a flipped bit touches, against the whole sum each time. Prints nanoseconds per
/// project, the best of several rounds, for the default landscape and others.
///
///   ./dev bench local_search

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>

#include "sim/process/designs/landscape_draw.h"
#include "sim/process/designs/search.h"

namespace {

using poldyn::Landscape;
using poldyn::RunKey;
using poldyn::Stream;

std::uint64_t whole_sum(const Landscape& land, std::uint64_t design) {
  const std::size_t width = land.epistasis + 1;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < land.bits; ++i) {
    std::size_t state = 0;
    for (std::size_t j = 0; j < width; ++j) state |= ((design >> land.reads[i * width + j]) & 1U) << j;
    sum += land.contribution[(i << width) + state];
  }
  return sum;
}

std::uint64_t naive_search(const Landscape& land, std::uint64_t design, int steps, Stream& stream) {
  std::uint64_t worth = whole_sum(land, design);
  for (int i = 0; i < steps; ++i) {
    const std::uint64_t tried = design ^ std::uint64_t{1} << stream.below(land.bits);
    const std::uint64_t now = whole_sum(land, tried);
    if (now > worth) design = tried, worth = now;
  }
  return whole_sum(land, design);
}

template <class Search>
double nanoseconds(const Landscape& land, Search&& search) {
  constexpr std::uint32_t projects = 50'000;
  std::uint64_t sum = 0;
  double best = 1e9;
  for (int round = 0; round < 7; ++round) {
    const auto start = std::chrono::steady_clock::now();
    for (std::uint32_t i = 0; i < projects; ++i) {
      Stream stream(RunKey{1, 0}, 1, 2, i);
      const std::uint64_t design = stream() & poldyn::design_mask(land.bits);
      sum += search(design, stream);
    }
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    best = std::min(best, spent.count() / projects);
  }
  return sum == 0 ? 0 : best;  // the sum is used, so nothing is optimised away
}

}  // namespace

int main() {
  struct Case {
    std::int64_t bits, epistasis;
    int steps;
  };
  for (const Case c : {Case{32, 6, 4}, Case{32, 6, 16}, Case{64, 8, 4}, Case{16, 2, 4}}) {
    poldyn::TechnologyRule rule;
    rule.bits = c.bits;
    rule.epistasis = c.epistasis;
    const Landscape land = poldyn::draw_landscape(rule, {1, 0});
    const double naive =
        nanoseconds(land, [&](auto design, auto& s) { return naive_search(land, design, c.steps, s); });
    const double ours =
        nanoseconds(land, [&](auto design, auto& s) { return poldyn::local_search(land, design, c.steps, s).worth; });
    std::printf("N %2d, K %d, %2d steps: whole sum %6.0f ns, touched bits %6.0f ns, %.1f times faster\n",
                static_cast<int>(c.bits), static_cast<int>(c.epistasis), c.steps, naive, ours, naive / ours);
  }
}
