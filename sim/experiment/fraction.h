#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "sim/experiment/design.h"

namespace poldyn {

/// A regular two-level fraction of a factorial (Box, Hunter & Hunter 2005, ch. 6): some factors vary freely, each other
/// one has the sign of a product of those.
struct Fraction {
  std::size_t factors = 0;
  std::vector<std::size_t> free;             ///< factors that vary freely
  std::vector<std::vector<bool>> generator;  ///< by factor: those whose product it is; itself alone if it is free
};

/// Reads generators such as "D = A*B*C" over the factors' names. The text is what is wrong with generator `at`.
struct GeneratorFault {
  std::size_t at = 0;
  std::string problem;
};
std::variant<Fraction, GeneratorFault> read_fraction(const std::vector<std::string>& names,
                                                     const std::vector<std::string>& generators);

/// Length of the shortest product of factors that is constant: III if main effects are mixed up with two-factor
/// interactions, and so on. 0: nothing is.
std::size_t resolution(const Fraction& fraction);

DesignMatrix fractional_factorial(const Fraction& fraction);

}  // namespace poldyn
