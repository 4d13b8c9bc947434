#include "sim/io/param_reference.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/io/param_tables.h"
#include "sim/io/value_text.h"

namespace poldyn {
namespace {

std::string bounds(const Range& range, Unit unit) {
  ParamRow row;
  row.unit = unit;
  row.range = range;
  return range_text(row);
}

/// What a value may be: "[0, 1]", or the names to choose from.
std::string allowed(const ParamRow& row) {
  if (row.kind == Kind::flag) return "true, false";
  if (!row.choices.empty()) return fmt::format("{}", fmt::join(row.choices, ", "));
  if (row.kind == Kind::text) return "a text";
  if (row.kind == Kind::names) return "a list of names";
  const std::string range = range_text(row);
  if (row.kind == Kind::law) return "a distribution, mean in " + range;
  return row.kind == Kind::numbers ? "a list, each in " + range : range;
}

std::string plausible(const ParamRow& row) {
  return std::isfinite(row.origin.plausible.low) ? bounds(row.origin.plausible, row.unit) : "";
}

/// Breaks at blanks so that no line but one of a single long word is wider than `width`.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  const std::string margin(indent, ' ');
  std::string made;
  std::size_t used = width;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const bool fits = used + 1 + end <= width;
    if (!fits)
      made += (made.empty() ? "" : "\n") + margin;
    else
      made += ' ';
    used = fits ? used + 1 + end : indent + end;
    made += text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return made;
}

std::string in_brackets(const ParamTable& table) {
  std::string made;
  for (const auto& path : table.paths) made += fmt::format("{}[{}]", made.empty() ? "" : " ", path);
  return made;
}

/// A bar would end the cell of a Markdown table; angle brackets would be taken for HTML.
std::string cell(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '|' || c == '<' || c == '>') made += '\\';
    made += c;
  }
  return made;
}

}  // namespace

std::string params_text(std::size_t width) {
  width = std::max<std::size_t>(width, 40);
  std::string text;
  const ParamTables tables;
  for (const auto& table : tables.all()) {
    text += (text.empty() ? "" : "\n") + wrapped(in_brackets(table), width, 0) + "\n";
    for (const auto& row : table.rows) {
      text += wrapped(fmt::format("{} = {}", row.key, toml_text(row.get(table.defaults), row)), width, 2) + "\n";
      text += wrapped(fmt::format("{}.", row.meaning), width, 6) + "\n";
      text += wrapped(fmt::format("Allowed: {}.", allowed(row)), width, 6) + "\n";
      const auto range = plausible(row);
      text += wrapped(fmt::format("Source: {}{}{}.", row.origin.text, range.empty() ? "" : "; plausible ", range),
                      width, 6) +
              "\n";
    }
  }
  return text;
}

std::string params_markdown() {
  std::string text =
      "# Parameters\n\n"
      "Every parameter of a scenario, from the rows that the program itself reads (`poldyn params --format "
      "markdown`).\n"
      "[scenario.md](scenario.md) says how to write one. *Allowed* is what the reader takes, *plausible* is what a\n"
      "sensitivity analysis explores. A source of \"assumption\" means that no figure was found.\n";
  const ParamTables tables;
  for (const auto& table : tables.all()) {
    text += fmt::format("\n## `{}`\n\n", in_brackets(table));
    text += "| key | default | allowed | plausible | meaning | source |\n|---|---|---|---|---|---|\n";
    for (const auto& row : table.rows)
      text += fmt::format("| `{}` | `{}` | {} | {} | {} | {} |\n", row.key, toml_text(row.get(table.defaults), row),
                          cell(allowed(row)), cell(plausible(row)), cell(row.meaning), cell(row.origin.text));
  }
  return text;
}

}  // namespace poldyn
