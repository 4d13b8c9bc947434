#include "sim/base/printable.h"

#include <fmt/format.h>

namespace poldyn {
namespace {

/// Of a well-formed sequence.
char32_t code_point(std::string_view sequence) {
  constexpr unsigned char lead_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t made = static_cast<unsigned char>(sequence[0]) & lead_bits[sequence.size()];
  for (const char c : sequence.substr(1)) made = made << 6 | (static_cast<unsigned char>(c) & 0x3FU);
  return made;
}

/// Source of the ranges: Unicode 15.0, PropList.txt, Bidi_Control; U+FFFE and U+FFFF are no characters (section 23.7),
/// and no XML may hold them (XML 1.0, production 2).
bool drives_terminals(char32_t c) {
  if (c < 0x20) return c != '\n' && c != '\t';
  if (c < 0x7F) return false;
  return c <= 0x9F || c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFFFE || c == 0xFFFF;
}

/// Bytes of the beginning that need no look: most texts are nothing else.
std::size_t plain_bytes(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && ((text[n] >= 0x20 && text[n] < 0x7F) || text[n] == '\n' || text[n] == '\t')) ++n;
  return n;
}

}  // namespace

std::size_t utf8_sequence(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto within = [&](std::size_t i, unsigned low, unsigned high) { return byte(i) >= low && byte(i) <= high; };
  const unsigned first = byte(0);
  if (first < 0x80) return text.empty() ? 0 : 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  if (first < 0xE0) return within(1, 0x80, 0xBF) ? 2 : 0;
  if (first < 0xF0) {
    const bool second = within(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF);
    return second && within(2, 0x80, 0xBF) ? 3 : 0;
  }
  const bool second = within(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF);
  return second && within(2, 0x80, 0xBF) && within(3, 0x80, 0xBF) ? 4 : 0;
}

bool is_printable(std::string_view text) {
  for (text.remove_prefix(plain_bytes(text)); !text.empty(); text.remove_prefix(plain_bytes(text))) {
    const std::size_t length = utf8_sequence(text);
    if (length == 0 || drives_terminals(code_point(text.substr(0, length)))) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string printable(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  while (!text.empty()) {
    const std::size_t plain = plain_bytes(text);
    made += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const std::size_t length = utf8_sequence(text);
    const char32_t c = length == 0 ? static_cast<unsigned char>(text[0]) : code_point(text.substr(0, length));
    if (length == 0 || c < 0x20)
      made += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
    else if (drives_terminals(c))
      made += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      made += text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return made;
}

std::string printable_line(std::string_view text) {
  std::string made;
  for (const char c : printable(text)) {
    if (c == '\n')
      made += "\\n";
    else if (c == '\t')
      made += "\\t";
    else
      made += c;
  }
  return made;
}

}  // namespace poldyn
