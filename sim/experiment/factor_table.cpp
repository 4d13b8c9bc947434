#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sim/experiment/csv_columns.h"
#include "sim/experiment/factor_reader.h"
#include "sim/reading/nearest.h"
#include "sim/reading/parse_double.h"

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
  parse_double(text.data(), text.data() + text.size(), number);
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

bool FactorReader::read_fields(const std::vector<std::vector<CsvCell>>& rows,
                               const std::shared_ptr<const Source>& source) {
  const auto place = [&](const CsvCell& cell) { return Place{source, cell.line, cell.column}; };
  const auto& header = rows.front();
  if (header.size() > most_factors) {
    mistakes_.add(place(header.front()), "", fmt::format("has more than {} columns", most_factors), "");
    return false;
  }
  for (const auto& row : rows) {
    if (mistakes_.full()) return false;
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
  return true;
}

std::size_t FactorReader::read_columns(const std::vector<std::vector<CsvCell>>& rows,
                                       const std::shared_ptr<const Source>& source) {
  if (!read_fields(rows, source)) return 0;
  const auto& header = rows.front();
  std::vector<bool> filled(experiment_.factors.size(), false);
  for (std::size_t column = 0; column < header.size() && !mistakes_.full(); ++column) {
    const CsvCell& title = header[column];
    const Place place{source, title.line, title.column};
    const auto number = factor_of_column(rows, column, source);
    if (!number) continue;
    filled.resize(experiment_.factors.size(), false);
    if (filled[*number]) {
      mistakes_.add(place, title.text, fmt::format("the table has two columns {}", in_quotes(title.text)),
                    "take one of them out");
      continue;
    }
    filled[*number] = true;
    Factor& factor = experiment_.factors[*number];
    for (std::size_t row = 1; row < rows.size() && rows[row].size() == header.size(); ++row)
      factor.values.push_back(node_of(rows[row][column], source));
    factor.levels = factor.values.size();
  }
  for (std::size_t f = 0; f < filled.size(); ++f)
    if (!filled[f])
      mistakes_.add(experiment_.factors[f].place, experiment_.factors[f].name,
                    fmt::format("the table has no column {}", in_quotes(experiment_.factors[f].name)), "");
  return rows.size() - 1;
}

std::optional<std::size_t> FactorReader::factor_of_column(const std::vector<std::vector<CsvCell>>& rows,
                                                          std::size_t column,
                                                          const std::shared_ptr<const Source>& source) {
  const CsvCell& title = rows.front()[column];
  const auto named = [&](const std::string& name) {
    return std::find_if(experiment_.factors.begin(), experiment_.factors.end(),
                        [&](const Factor& f) { return f.name == name; });
  };
  if (const auto found = named(title.text); found != experiment_.factors.end())
    return static_cast<std::size_t>(found - experiment_.factors.begin());
  if (title.text == columns::export_base.front()) {
    read_bases(rows, column, source);
    return std::nullopt;
  }
  if (is_among(columns::point_begins, title.text)) {
    left_out_.push_back(title.text);
    return std::nullopt;
  }
  const Place place{source, title.line, title.column};
  if (title.text.find('.') == std::string::npos) {
    add_unknown_column(title.text, place);
    return std::nullopt;
  }
  Factor factor;  // a column headed by a key is a factor of its own
  factor.name = title.text;
  std::replace(factor.name.begin(), factor.name.end(), '.', '_');
  if (named(factor.name) != experiment_.factors.end()) {
    mistakes_.add(place, title.text, fmt::format("two columns would be called {}", factor.name),
                  "name the factors: [factor.NAME] with a key, and head the columns with the names");
    return std::nullopt;
  }
  check_name(factor.name, place);
  factor.place = place;
  add(std::move(factor), {{title.text}, place, {}, {}, place, nullptr}, true);
  return experiment_.factors.size() - 1;
}

void FactorReader::add_unknown_column(const std::string& title, const Place& place) {
  std::vector<std::string> known;
  known.reserve(experiment_.factors.size());
  for (const auto& factor : experiment_.factors) known.push_back(factor.name);
  mistakes_.add(place, title, fmt::format("no factor is called {}", in_quotes(title)),
                is_among(columns::run_ends, title) ? "a table has a line per point, as expand --csv writes it"
                : known.empty()                    ? "head the column with a parameter's dotted key"
                                                   : suggestion(title, known));
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
