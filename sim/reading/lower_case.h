#pragma once

namespace poldyn {

/// Of the letters A to Z, whatever the locale: keys and names have no others.
constexpr char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace poldyn
