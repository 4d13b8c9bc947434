#pragma once

#include <cstdio>
#include <string>

namespace poldyn {

/// A number as faults quote it: as many digits as tell what a person wrote.
inline std::string text(double value) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.12g", value);
  return digits;
}

}  // namespace poldyn
