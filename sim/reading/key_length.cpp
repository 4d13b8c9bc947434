#include "sim/reading/key_length.h"

#include <algorithm>

namespace poldyn {
namespace {

/// Length of the text in quotes at the start of `rest`, quotes included. One that is not closed ends with its line, or,
/// if it has three quotes, with the file.
std::size_t length_in_quotes(std::string_view rest) {
  const char quote = rest.front();
  const bool lines = rest.size() >= 3 && rest[1] == quote && rest[2] == quote;
  const std::string_view end = rest.substr(0, lines ? 3 : 1);
  for (std::size_t i = end.size(); i < rest.size(); ++i) {
    if (quote == '"' && rest[i] == '\\')
      ++i;
    else if (rest.substr(i, end.size()) == end)
      return i + end.size();
    else if (!lines && rest[i] == '\n')
      return i;
  }
  return rest.size();
}

bool in_bare_key(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == ' ' || c == '\t';
}

}  // namespace

std::uint32_t line_of_overlong_key(std::string_view text) {
  std::uint32_t line = 1;
  int dots = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    std::size_t length = 1;
    if (c == '#')
      length = std::min(text.find('\n', i), text.size()) - i;
    else if (c == '"' || c == '\'')
      length = length_in_quotes(text.substr(i));
    else if (c == '.')
      ++dots;
    else if (!in_bare_key(c))
      dots = 0;
    if (dots >= most_key_parts) return line;
    line += static_cast<std::uint32_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(i),
                                                  text.begin() + static_cast<std::ptrdiff_t>(i + length), '\n'));
    i += length;
  }
  return 0;
}

}  // namespace poldyn
