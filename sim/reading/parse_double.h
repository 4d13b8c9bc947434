#pragma once

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>

namespace poldyn {

/// std::from_chars for a double in decimal, which the C++ library of WebAssembly (libc++ 19) does not have yet. There
/// strtod reads it: in a program that never leaves the locale "C" it rounds alike.
inline std::from_chars_result parse_double(const char* first, const char* last, double& value) {
#if defined(__cpp_lib_to_chars)
  return std::from_chars(first, last, value);
#else
  const std::string text(first, last);
  const bool sign = !text.empty() && text[0] == '-';
  const std::size_t begin = sign ? 1 : 0;
  const auto is_digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  const bool hexadecimal =
      begin + 1 < text.size() && text[begin] == '0' && (text[begin + 1] == 'x' || text[begin + 1] == 'X');
  const bool number = is_digit(begin) || (begin < text.size() && text[begin] == '.' && is_digit(begin + 1));
  const bool word = text.compare(begin, 3, "inf") == 0 || text.compare(begin, 3, "nan") == 0;
  if (!number && !word) return {first, std::errc::invalid_argument};
  if (hexadecimal) {  // from_chars reads the 0 alone
    value = sign ? -0.0 : 0.0;
    return {first + begin + 1, std::errc{}};
  }
  char* end = nullptr;
  const double read = std::strtod(text.c_str(), &end);
  const char* const after = first + (end - text.c_str());
  const bool out_of_range = number && (read == HUGE_VAL || read == -HUGE_VAL || read == 0) &&
                            text.find_first_of("123456789") < static_cast<std::size_t>(end - text.c_str());
  if (out_of_range) return {after, std::errc::result_out_of_range};
  value = read;
  return {after, std::errc{}};
#endif
}

}  // namespace poldyn
