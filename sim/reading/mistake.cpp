#include "sim/reading/mistake.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "sim/base/printable.h"

namespace poldyn {
namespace {

constexpr std::size_t widest_excerpt = 100;  // characters of a line that a message shows

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// The line and a caret under the column. A tab becomes one blank, so that the caret stands right at any tab width.
std::string excerpt(const Place& place) {
  std::string shown;
  std::string caret;
  std::uint32_t column = 0;
  const std::uint32_t first =
      place.column > widest_excerpt - 20 ? place.column - static_cast<std::uint32_t>(widest_excerpt) / 2 : 1;
  for (const char c : line_of(place.source->text, place.line)) {
    if (!continues(c)) ++column;
    if (column < first) continue;
    if (column >= first + widest_excerpt) break;
    const auto byte = static_cast<unsigned char>(c);
    shown += byte < 0x20 || byte == 0x7F ? ' ' : c;
    if (!continues(c) && column < place.column) caret += ' ';
  }
  if (shown.find_first_not_of(' ') == std::string::npos) return {};
  return fmt::format("\n    {}\n    {}^ here", shown, caret);
}

}  // namespace

std::string_view line_of(std::string_view text, std::uint32_t line) {
  for (std::uint32_t at = 1; at < line; ++at) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::string to_text(const Place& place) {
  if (!place.source) return "(default)";
  if (place.line == 0 || !place.source->is_file) return place.source->name;
  return fmt::format("{}:{}:{}", place.source->name, place.line, place.column);
}

std::string to_text(const Mistake& mistake) {
  std::string text = fmt::format("{}: {}", to_text(mistake.place), mistake.problem);
  if (mistake.place.source && mistake.place.line > 0 && mistake.place.source->is_file) text += excerpt(mistake.place);
  if (!mistake.remedy.empty()) text += fmt::format("\n  remedy: {}", mistake.remedy);
  return text + "\n";
}

std::string to_text(const std::vector<Mistake>& mistakes) {
  std::string text;
  for (const auto& mistake : mistakes) text += (text.empty() ? "" : "\n") + to_text(mistake);
  return text;
}

std::string in_quotes(std::string_view text, std::size_t limit) {
  std::size_t end = std::min(limit, text.size());
  for (int rest = 3; rest > 0 && end < text.size() && continues(text[end]); --rest) ++end;  // whole characters
  std::string made = "'";
  for (const char c : printable(text.substr(0, end))) made += c == '\n' ? "\\n" : c == '\t' ? "\\t" : std::string(1, c);
  return made + (end < text.size() ? "...'" : "'");
}

}  // namespace poldyn
