#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sim/experiment/csv_columns.h"
#include "sim/experiment/factor_reader.h"
#include "sim/reading/nearest.h"

/// The part of FactorReader that reads a CSV table.
namespace poldyn {
namespace {

/// A decimal number without leading zeros, as TOML has it: most fields are, and a table has millions.
bool read_decimal(std::string_view text, TomlNode& node) {
  const std::size_t digits = text.find_first_not_of("0123456789");
  if (digits == 0 || text.empty() || text.size() > 17 || (text[0] == '0' && text.size() > 1 && text[1] != '.'))
    return false;
  if (digits == std::string_view::npos) {
    std::int64_t whole = 0;
    std::from_chars(text.data(), text.data() + text.size(), whole);
    node.kind = NodeKind::integer;
    node.value = whole;
    return true;
  }
  if (text[digits] != '.' || digits + 1 == text.size() ||
      text.find_first_not_of("0123456789", digits + 1) != std::string_view::npos)
    return false;
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  node.kind = NodeKind::number;
  node.value = number;
  return true;
}

/// A field as --set would read it: bare words and quantities are texts.
TomlNode node_of(const CsvCell& cell, const std::shared_ptr<const Source>& source) {
  TomlNode node;
  node.key_at = node.value_at = {source, cell.line, cell.column};
  if (read_decimal(cell.text, node)) return node;
  node.kind = NodeKind::text;
  node.value = cell.text;
  auto parsed = parse_toml(std::make_shared<const Source>(Source{source->name, "value = " + cell.text, true}));
  if (auto* root = std::get_if<TomlNode>(&parsed); root && root->children.size() == 1)
    node = std::move(root->children.front());
  node.key_at = node.value_at = {source, cell.line, cell.column};
  return node;
}

template <class Names>
bool is_among(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::size_t FactorReader::read_table(const std::vector<std::vector<CsvCell>>& rows,
                                     const std::shared_ptr<const Source>& source) {
  const std::size_t before = mistakes_.all().size();
  const std::size_t points = read_columns(rows, source);
  complete_ = complete_ && mistakes_.all().size() == before;
  return points;
}

std::size_t FactorReader::read_columns(const std::vector<std::vector<CsvCell>>& rows,
                                       const std::shared_ptr<const Source>& source) {
  const std::size_t points = rows.size() - 1;
  const auto place = [&](const CsvCell& cell) { return Place{source, cell.line, cell.column}; };
  const auto& header = rows.front();
  if (header.size() > most_factors) {
    mistakes_.add(place(header.front()), "", fmt::format("has more than {} columns", most_factors), "");
    return 0;
  }
  for (const auto& row : rows) {
    if (mistakes_.full()) return 0;
    for (const CsvCell& cell : row)
      if (cell.unclosed)
        mistakes_.add(place(cell), "", "begins with a quote that nothing closes", "close it with \"");
      else if (cell.trailing)
        mistakes_.add(place(cell), "", fmt::format("more stands behind the closing quote of {}", in_quotes(cell.text)),
                      "put a comma between two fields; write \"\" for a quote within one");
    if (row.size() != header.size())
      mistakes_.add(place(row.front()), "", fmt::format("has {} fields, the header has {}", row.size(), header.size()),
                    "");
  }
  std::vector<bool> filled(experiment_.factors.size(), false);
  for (std::size_t column = 0; column < header.size() && !mistakes_.full(); ++column) {
    const CsvCell& title = header[column];
    auto found = std::find_if(experiment_.factors.begin(), experiment_.factors.end(),
                              [&](const Factor& f) { return f.name == title.text; });
    if (found == experiment_.factors.end()) {
      if (title.text == columns::export_base.front()) {
        read_bases(rows, column, source);
        continue;
      }
      if (is_among(columns::point_begins, title.text)) {
        left_out_.push_back(title.text);
        continue;
      }
      if (title.text.find('.') == std::string::npos) {
        std::vector<std::string> known;
        for (const auto& factor : experiment_.factors) known.push_back(factor.name);
        mistakes_.add(place(title), title.text, fmt::format("no factor is called {}", in_quotes(title.text)),
                      is_among(columns::run_ends, title.text)
                          ? "a table has a line per point, as expand --csv writes it"
                      : known.empty() ? "head the column with a parameter's dotted key"
                                      : suggestion(title.text, known));
        continue;
      }
      Factor factor;  // a column headed by a key is a factor of its own
      factor.name = title.text;
      std::replace(factor.name.begin(), factor.name.end(), '.', '_');
      if (std::any_of(experiment_.factors.begin(), experiment_.factors.end(),
                      [&](const Factor& f) { return f.name == factor.name; })) {
        mistakes_.add(place(title), title.text, fmt::format("two columns would be called {}", factor.name),
                      "name the factors: [factor.NAME] with a key, and head the columns with the names");
        continue;
      }
      check_name(factor.name, place(title));
      factor.place = place(title);
      add(std::move(factor), {{title.text}, place(title), {}, {}, place(title), nullptr}, true);
      filled.push_back(false);
      found = std::prev(experiment_.factors.end());
    }
    const auto number = static_cast<std::size_t>(found - experiment_.factors.begin());
    if (filled[number]) {
      mistakes_.add(place(title), title.text, fmt::format("the table has two columns {}", in_quotes(title.text)),
                    "take one of them out");
      continue;
    }
    filled[number] = true;
    for (std::size_t row = 1; row < rows.size() && rows[row].size() == header.size(); ++row) {
      const CsvCell& cell = rows[row][column];
      found->values.push_back(node_of(cell, source));
    }
    found->levels = found->values.size();
  }
  for (std::size_t f = 0; f < filled.size(); ++f)
    if (!filled[f])
      mistakes_.add(experiment_.factors[f].place, experiment_.factors[f].name,
                    fmt::format("the table has no column {}", in_quotes(experiment_.factors[f].name)), "");
  return points;
}

void FactorReader::read_bases(const std::vector<std::vector<CsvCell>>& rows, std::size_t column,
                              const std::shared_ptr<const Source>& source) {
  if (!experiment_.table_bases.empty()) {
    const CsvCell& title = rows.front()[column];
    return mistakes_.add({source, title.line, title.column}, title.text, "the table has two columns 'base'",
                         "take one of them out");
  }
  std::vector<std::string> known;
  for (const auto& base : experiment_.bases) known.push_back(base.name);
  for (std::size_t row = 1; row < rows.size() && rows[row].size() == rows.front().size(); ++row) {
    const CsvCell& cell = rows[row][column];
    const auto at = std::find(known.begin(), known.end(), cell.text);
    const bool unread = std::find(unread_bases_.begin(), unread_bases_.end(), cell.text) != unread_bases_.end();
    if (at == known.end() && !unread)
      mistakes_.add({source, cell.line, cell.column}, "base", fmt::format("no base is called {}", in_quotes(cell.text)),
                    suggestion(cell.text, known));
    experiment_.table_bases.push_back(static_cast<std::uint32_t>(at - known.begin()));
  }
}

}  // namespace poldyn
