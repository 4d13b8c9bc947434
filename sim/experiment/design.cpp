#include "sim/experiment/design.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "sim/base/fnv.h"
#include "sim/engine/stream.h"
#include "sim/experiment/sobol.h"

namespace poldyn {
namespace {

/// What a random number of a design is for.
enum class Draw : std::uint8_t { stratum, place, start, order };

/// Streams of designs have the factor's name in their key: they meet neither each other nor those of runs.
Stream stream(std::uint64_t seed, std::string_view name, Draw draw, std::size_t i) {
  const std::uint64_t key = fnv1a(name, fnv1a("poldyn design") ^ (seed * 0x9E3779B97F4A7C15ULL));
  return {RunKey{key, 0}, static_cast<std::uint8_t>(draw), 0, static_cast<std::uint32_t>(i)};
}

DesignMatrix blank(std::size_t points, std::size_t factors) {
  return {factors, points, std::vector<double>(points * factors)};
}

/// A random order of 0 to n - 1 (Fisher and Yates).
std::vector<std::size_t> shuffled(std::size_t n, std::uint64_t seed, std::string_view name) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = n; i > 1; --i)
    std::swap(order[i - 1], order[stream(seed, name, Draw::stratum, i).below(static_cast<std::uint32_t>(i))]);
  return order;
}

double middle_of_cell(std::uint32_t cell) { return (static_cast<double>(cell) + 0.5) * 0x1p-32; }

}  // namespace

DesignMatrix full_factorial(std::span<const std::size_t> levels) {
  std::size_t points = 1;
  for (const std::size_t n : levels) points *= n;
  DesignMatrix made = blank(points, levels.size());
  for (std::size_t point = 0; point < points; ++point) {
    std::size_t rest = point;
    for (std::size_t f = levels.size(); f-- > 0; rest /= levels[f])
      made.at[point * made.factors + f] = level_position(rest % levels[f], levels[f]);
  }
  return made;
}

DesignMatrix latin_hypercube(std::size_t points, std::span<const std::string> names, std::uint64_t seed) {
  DesignMatrix made = blank(points, names.size());
  for (std::size_t f = 0; f < names.size(); ++f) {
    const auto stratum_of = shuffled(points, seed, names[f]);
    for (std::size_t i = 0; i < points; ++i)
      made.at[i * made.factors + f] =
          (static_cast<double>(stratum_of[i]) + stream(seed, names[f], Draw::place, i).uniform()) /
          static_cast<double>(points);
  }
  return made;
}

DesignMatrix random_points(std::size_t points, std::span<const std::string> names, std::uint64_t seed) {
  DesignMatrix made = blank(points, names.size());
  for (std::size_t i = 0; i < points; ++i)
    for (std::size_t f = 0; f < names.size(); ++f)
      made.at[i * made.factors + f] = stream(seed, names[f], Draw::place, i).uniform();
  return made;
}

DesignMatrix sobol_points(std::size_t points, std::size_t factors) {
  DesignMatrix made = blank(points, factors);
  const auto cells = sobol_sequence(points, factors);
  std::transform(cells.begin(), cells.end(), made.at.begin(), middle_of_cell);
  return made;
}

DesignMatrix morris_trajectories(std::size_t trajectories, std::span<const std::string> names, std::size_t levels,
                                 std::uint64_t seed) {
  if (levels < 2 || levels % 2 != 0) throw std::invalid_argument("Morris trajectories need an even number of levels");
  const std::size_t k = names.size();
  DesignMatrix made = blank(trajectories * (k + 1), k);
  std::vector<std::size_t> level(k), order(k);
  std::vector<std::uint64_t> rank(k);
  for (std::size_t t = 0; t < trajectories; ++t) {
    for (std::size_t f = 0; f < k; ++f) {
      level[f] = stream(seed, names[f], Draw::start, t).below(static_cast<std::uint32_t>(levels));
      rank[f] = stream(seed, names[f], Draw::order, t)();
    }
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return rank[a] != rank[b] ? rank[a] < rank[b] : a < b; });
    for (std::size_t step = 0; step <= k; ++step) {
      if (step > 0) {
        std::size_t& moved = level[order[step - 1]];
        moved = moved < levels / 2 ? moved + levels / 2 : moved - levels / 2;
      }
      for (std::size_t f = 0; f < k; ++f) made.at[(t * (k + 1) + step) * k + f] = level_position(level[f], levels);
    }
  }
  return made;
}

DesignMatrix saltelli_blocks(std::size_t points, std::size_t factors, bool second_order) {
  const std::size_t rows = second_order ? 2 * factors + 2 : factors + 2;
  const auto cells = sobol_sequence(points, 2 * factors);
  DesignMatrix made = blank(points * rows, factors);
  double* to = made.at.data();
  for (std::size_t i = 0; i < points; ++i) {
    const std::uint32_t* a = cells.data() + i * 2 * factors;
    const std::uint32_t* b = a + factors;
    const auto add = [&](const std::uint32_t* most, const std::uint32_t* one, std::size_t which) {
      for (std::size_t f = 0; f < factors; ++f) *to++ = middle_of_cell(f == which ? one[f] : most[f]);
    };
    add(a, b, factors);
    for (std::size_t f = 0; f < factors; ++f) add(a, b, f);
    for (std::size_t f = 0; second_order && f < factors; ++f) add(b, a, f);
    add(b, a, factors);
  }
  return made;
}

}  // namespace poldyn
