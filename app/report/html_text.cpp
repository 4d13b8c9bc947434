#include "app/report/html_text.h"

#include <fmt/format.h>

#include <cmath>

#include "app/console/markup.h"
#include "app/report/marks.h"

namespace poldyn::app {
namespace {

void append_escaped(std::string& made, char c) {
  switch (c) {
    case '&':
      made += "&amp;";
      break;
    case '<':
      made += "&lt;";
      break;
    case '>':
      made += "&gt;";
      break;
    case '"':
      made += "&quot;";
      break;
    case '\'':
      made += "&#39;";
      break;
    case '\n':
    case '\t':
      made += ' ';
      break;
    default:
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
        made += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
      else
        made += c;
  }
}

/// Replaces pairs of `mark` by an element; one that has no partner stays.
std::string with_element(const std::string& text, std::string_view mark, std::string_view element) {
  std::string made;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = text.find(mark, at);
    const std::size_t to = from == text.npos ? text.npos : text.find(mark, from + mark.size());
    if (to == text.npos) return made + text.substr(at);
    made += text.substr(at, from - at);
    made += fmt::format("<{0}>{1}</{0}>", element, text.substr(from + mark.size(), to - from - mark.size()));
    at = to + mark.size();
  }
  return made;
}

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string made;
  for (const char c : text) append_escaped(made, c);
  return made;
}

std::string html_inline(std::string_view text) {
  std::string made;
  for (const char c : text)
    if (c == hidden_star || c == hidden_tick)
      made += c;
    else
      append_escaped(made, c);
  return uncovered(with_element(with_element(made, "**", "b"), "`", "code"));
}

std::string json_in_html(std::string_view json) {
  std::string made;
  made.reserve(json.size());
  for (const char c : json) {
    if (c == '<')
      made += "\\u003c";
    else
      made += c;
  }
  return made;
}

std::string csv_cell(const ReportFrame::Cell& cell) {
  if (const auto* number = std::get_if<double>(&cell)) return std::isfinite(*number) ? fmt::format("{}", *number) : "";
  return csv_text(uncovered(std::get<std::string>(cell)));
}

}  // namespace poldyn::app
