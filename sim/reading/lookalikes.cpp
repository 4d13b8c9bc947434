#include "sim/reading/lookalikes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace poldyn {
namespace {

constexpr auto quotes = std::to_array<std::string_view>({"\u201C", "\u201D", "\u201E", "\u201F", "\u2033", "\u00AB",
                                                         "\u00BB", "\u2018", "\u2019", "\u201A", "\u201B", "\u2032"});
constexpr auto blanks = std::to_array<std::string_view>({"\u00A0", "\u2009", "\u202F", "\u3000"});
constexpr auto strokes = std::to_array<std::string_view>({"\u2212", "\u2013", "\u2014", "\u2010", "\u2011"});

template <std::size_t N>
std::string_view first_of(std::string_view text, const std::array<std::string_view, N>& among) {
  std::size_t first = text.npos;
  std::string_view found;
  for (const std::string_view each : among)
    if (const std::size_t at = text.find(each); at < first) {
      first = at;
      found = each;
    }
  return found;
}

template <std::size_t N>
bool begins_with(std::string_view text, const std::array<std::string_view, N>& one_of) {
  return std::any_of(one_of.begin(), one_of.end(), [&](auto each) { return text.starts_with(each); });
}

template <std::size_t N>
bool ends_with(std::string_view text, const std::array<std::string_view, N>& one_of) {
  return std::any_of(one_of.begin(), one_of.end(), [&](auto each) { return text.ends_with(each); });
}

}  // namespace

std::string lookalike_remedy(std::string_view text) {
  if (const auto quote = first_of(text, quotes); !quote.empty())
    return fmt::format("{} is a typographic quote: write straight ones, \"...\"", quote);
  if (!first_of(text, blanks).empty()) return "a no-break or narrow blank stands there: write a plain one";
  if (const auto stroke = first_of(text, strokes); !stroke.empty())
    return fmt::format("{} is a typographic stroke: write a plain one, -", stroke);
  return {};
}

std::string lookalike_remedy_of_line(std::string_view line) {
  std::string outside;
  while (!line.empty() && line.front() != '#') {
    const char c = line.front();
    const std::size_t close = c == '"' || c == '\'' ? line.find(c, 1) : line.npos;
    if (close == line.npos) outside += c;
    line.remove_prefix(close == line.npos ? 1 : close + 1);
  }
  return lookalike_remedy(outside);
}

bool in_typographic_quotes(std::string_view value) { return begins_with(value, quotes) && ends_with(value, quotes); }

}  // namespace poldyn
