#pragma once

#include <span>
#include <vector>

namespace poldyn::analysis {

/// A power of two of which these parts may be rounded to multiples so that they add up without rounding in any order:
/// no sum of some of them has more than 53 bits above it. 0 if all are 0.
double grain_of(std::span<const double> parts);

/// `x` to the nearest multiple of `grain`; as it is if grain is 0.
double rounded(double x, double grain);

/// The parts as multiples of `grain` whose sum is `whole`, itself one, to the last bit. Each is rounded down, and what
/// is missing goes to those that lost most, a grain each (method of the largest remainder): of parts that sum to the
/// whole but for rounding, none is moved by more than two grains. One that is 0 stays 0. Throws std::logic_error if the
/// parts are no division of the whole.
std::vector<double> exact_parts(std::span<const double> parts, double whole, double grain);

}  // namespace poldyn::analysis
