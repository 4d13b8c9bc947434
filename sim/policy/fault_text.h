#pragma once

#include <cstdio>
#include <string>
#include <vector>

namespace poldyn {

/// A number as faults quote it: as many digits as tell what a person wrote.
inline std::string text(double value) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.12g", value);
  return digits;
}

/// "a, b, c", or "none".
inline std::string joined(const std::vector<std::string>& names) {
  std::string made;
  for (const std::string& name : names) made += (made.empty() ? "" : ", ") + name;
  return made.empty() ? "none" : made;
}

/// Names of a list of things that have one.
template <class List>
std::vector<std::string> names_in(const List& list) {
  std::vector<std::string> made;
  for (const auto& one : list) made.push_back(one.name);
  return made;
}

}  // namespace poldyn
