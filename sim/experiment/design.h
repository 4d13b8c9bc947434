#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/param.h"

namespace poldyn {

enum class DesignKind : std::uint8_t {
  full_factorial,
  fractional_factorial,
  latin_hypercube,
  sobol,
  random,
  morris,
  saltelli,
  table
};
template <>
inline constexpr auto names_of<DesignKind> = std::to_array<std::string_view>({"full_factorial", "fractional_factorial",
                                                                              "latin_hypercube", "sobol", "random",
                                                                              "morris", "saltelli", "table"});

/// Where the points of a design lie: for each point and factor a position in [0, 1] along what the factor can be.
struct DesignMatrix {
  std::size_t factors = 0;
  std::size_t points = 0;
  std::vector<double> at;  ///< (point, factor)

  double operator()(std::size_t point, std::size_t factor) const { return at[point * factors + factor]; }
};

/// Position of level `i` of `levels`: 0 for the first, 1 for the last.
constexpr double level_position(std::size_t i, std::size_t levels) {
  return levels < 2 ? 0 : static_cast<double>(i) / static_cast<double>(levels - 1);
}

/// Every combination; the last factor changes fastest.
DesignMatrix full_factorial(std::span<const std::size_t> levels);

/// Each factor has one point in each of `points` equal strata, at a random place in it. A factor's column follows from
/// its name and the seed alone.
DesignMatrix latin_hypercube(std::size_t points, std::span<const std::string> names, std::uint64_t seed);

/// Independent uniform positions: more points or factors change none that were there.
DesignMatrix random_points(std::size_t points, std::span<const std::string> names, std::uint64_t seed);

/// The Sobol' sequence, each point in the middle of its cell of 2^-32, so that no position is 0.
DesignMatrix sobol_points(std::size_t points, std::size_t factors);

/// Morris 1991 (doi:10.1080/00401706.1991.10484804): `trajectories` of 1 + factors points; from one to the next one
/// factor moves by `levels` / 2 of the `levels` - 1 steps of its grid, up or down, each factor once, in random order.
/// `levels` is even.
DesignMatrix morris_trajectories(std::size_t trajectories, std::span<const std::string> names, std::size_t levels,
                                 std::uint64_t seed);

/// Saltelli 2002 (doi:10.1016/S0010-4655(02)00280-1) on a Sobol' sequence in 2 x factors dimensions: for each of
/// `points` rows A, then A with one factor from B (for each factor), with `second_order` B with one factor from A, then
/// B. That is the order in which SALib expects results.
DesignMatrix saltelli_blocks(std::size_t points, std::size_t factors, bool second_order);

}  // namespace poldyn
