#include "sim/reading/param_reference.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "sim/reading/param_tables.h"
#include "sim/reading/value_text.h"
#include "sim/reading/word_search.h"

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

std::vector<std::string_view> parts_of(std::string_view dotted) {
  std::vector<std::string_view> made;
  while (!dotted.empty()) {
    const std::size_t end = std::min(dotted.find('.'), dotted.size());
    made.push_back(dotted.substr(0, end));
    dotted.remove_prefix(std::min(end + 1, dotted.size()));
  }
  return made;
}

/// `<name>` stands for any name, but not where the word begins: else every word would name each of them.
bool names_key(std::string_view word, std::string_view path, std::string_view key) {
  const auto wanted = parts_of(word);
  auto held = parts_of(path);
  for (auto& part : held)
    if (part.starts_with('[')) part = part.substr(1, part.size() - 2);  // a list of tables
  held.push_back(key);
  for (std::size_t first = 0; first + wanted.size() <= held.size(); ++first) {
    bool fits = true;
    for (std::size_t i = 0; i < wanted.size() && fits; ++i)
      fits = (i > 0 && held[first + i] == "<name>") ||
             (i + 1 < wanted.size() ? held[first + i] == wanted[i] : held[first + i].starts_with(wanted[i]));
    if (fits) return true;
  }
  return false;
}

/// Whether the words stand in the parameter's names or in what is said of it. One with a dot is a key, and no word.
bool tells_of(std::string_view words, const ParamTable& table, const ParamRow& row) {
  if (words.find('.') != words.npos) return false;
  std::vector<std::string_view> texts{row.key, row.meaning};
  texts.insert(texts.end(), table.paths.begin(), table.paths.end());
  texts.insert(texts.end(), row.choices.begin(), row.choices.end());
  return all_words_in(words, texts);
}

bool is_asked_for(std::string_view word, const ParamTable& table, const ParamRow& row) {
  const auto names = [&](const auto& path) { return names_key(word, path, row.key); };
  return std::any_of(table.paths.begin(), table.paths.end(), names) || tells_of(word, table, row);
}

}  // namespace

std::vector<std::string> param_words() {
  std::set<std::string> words;
  const ParamTables tables;
  for (const auto& table : tables.all()) {
    for (const auto& path : table.paths)
      for (const auto part : parts_of(path))
        if (part != "<name>" && !part.starts_with('[')) words.emplace(part);
    for (const auto& row : table.rows) words.emplace(row.key);
  }
  return {words.begin(), words.end()};
}

std::string params_text(std::size_t width, std::string_view word) {
  width = std::max<std::size_t>(width, 40);
  std::string text;
  const ParamTables tables;
  for (const auto& table : tables.all()) {
    bool headed = false;
    for (const auto& row : table.rows) {
      if (!is_asked_for(word, table, row)) continue;
      if (!std::exchange(headed, true))
        text += (text.empty() ? "" : "\n") + wrapped(in_brackets(table), width, 0) + "\n";
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
