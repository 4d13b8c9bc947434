#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace poldyn {

/// Dimensions for which direction numbers are known.
inline constexpr std::size_t most_sobol_dimensions = 3667;

/// The first `points` points of the Sobol' sequence in `dimensions` dimensions, the origin among them, in Gray-code
/// order, as fractions of 2^32, row-major. Direction numbers of Joe & Kuo 2008 (doi:10.1137/070709359), as Boost.Random
/// has them. A longer sequence begins with the shorter one. Throws std::length_error beyond the table.
std::vector<std::uint32_t> sobol_sequence(std::size_t points, std::size_t dimensions);

}  // namespace poldyn
