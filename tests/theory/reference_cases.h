#pragma once

#include <string_view>

namespace poldyn::theory {

/// A known answer: a row of data/reference_cases.csv.
struct ReferenceCase {
  double expected = 0;
  double standard_error = 0;  ///< of the expected value itself, if that was found by Monte Carlo; else 0
};

/// Throws std::runtime_error if there is no such row or it holds no number.
ReferenceCase reference_case(std::string_view id);

}  // namespace poldyn::theory
