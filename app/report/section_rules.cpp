#include "app/report/section_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "app/report/spoken.h"
#include "app/scenario_difference.h"
#include "sim/base/sim_time.h"
#include "sim/reading/param_tables.h"

namespace poldyn::app {
namespace {

constexpr std::size_t most_rules = 80;

/// Parts of a dotted key without the numbers of a list and the brackets of its name.
std::vector<std::string> parts_of(const std::string& dotted) {
  std::vector<std::string> made;
  for (std::size_t at = 0; at <= dotted.size();) {
    const std::size_t end = std::min(dotted.find('.', at), dotted.size());
    std::string part = dotted.substr(at, end - at);
    if (part.starts_with('[') && part.ends_with(']')) part = part.substr(1, part.size() - 2);
    const bool number =
        !part.empty() && std::all_of(part.begin(), part.end(), [](unsigned char c) { return std::isdigit(c); });
    if (!number) made.push_back(std::move(part));
    at = end + 1;
  }
  return made;
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& key) {
  if (pattern.size() != key.size()) return false;
  for (std::size_t i = 0; i < key.size(); ++i)
    if (pattern[i] != "<name>" && pattern[i] != key[i]) return false;
  return true;
}

const ParamRow* row_of(const ParamTables& tables, const std::string& key) {
  const auto wanted = parts_of(key);
  for (const auto& table : tables.all())
    for (const auto& row : table.rows)
      for (const auto& path : table.paths)
        if (fits(parts_of(path + "." + std::string(row.key)), wanted)) return &row;
  return nullptr;
}

std::vector<ParameterChange> changes_of(const ReportMaterial& material) {
  if (!material.is_comparison() || material.sides[0].scenario.empty() || material.sides[1].scenario.empty()) return {};
  return parameter_changes(material.sides[0].scenario, material.sides[1].scenario);
}

/// What a key belongs to: "registration" of "bloc.main.registration.who".
std::string part_of(const std::string& key) {
  const auto parts = parts_of(key);
  const bool named = parts.size() > 2 && (parts[0] == "bloc" || parts[0] == "domain" || parts[0] == "paradigm");
  if (!named) return capitalised(parts.front());
  return parts.size() > 3 ? fmt::format("{} ({} {})", capitalised(parts[2]), parts[0], parts[1])
                          : fmt::format("{} {}", capitalised(parts[0]), parts[1]);
}

/// Lengths of time in the largest unit that divides them.
std::string length_text(const std::string& value) {
  const double days = std::strtod(value.c_str(), nullptr);
  for (const auto& [unit, name] : {std::pair{days_per_year, "year"}, std::pair{days_per_month, "month"}})
    if (const double n = days / unit; n >= 1 && std::abs(n - std::round(n)) < 1e-9)
      return fmt::format("{:.0f} {}{}", n, name, std::round(n) == 1 ? "" : "s");
  return value.substr(0, value.size() - 2) + (days == 1 ? " day" : " days");
}

/// Without the quotes and brackets of TOML.
std::string shown_value(std::string value) {
  if (value == "[]") return "none";
  if (value.starts_with('[') && value.ends_with(']') && value.find('{') == value.npos) {
    std::erase(value, '"');
    return value.substr(1, value.size() - 2);
  }
  if (value.empty()) return "–";
  if (value == "true") return "yes";
  if (value == "false") return "no";
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return value;
  value = value.substr(1, value.size() - 2);
  const bool length = value.ends_with(" d") && value.find_first_not_of("0123456789.") == value.size() - 2;
  return length ? length_text(value) : value;
}

ReportTable table_of(const ReportMaterial& material, const std::vector<ParameterChange>& changes) {
  ReportTable table{
      {{"Rule"}, {material.told[0].label, ColumnKind::first_side}, {material.told[1].label, ColumnKind::second_side}},
      {}};
  const ParamTables tables;
  std::string part;
  for (const auto& change : changes) {
    if (const std::string here = part_of(change.key); here != part) table.rows.push_back({part = here});
    const ParamRow* row = row_of(tables, change.key);
    const std::string meaning =
        row == nullptr ? change.key : capitalised(std::string(row->meaning)) + "\n" + change.key;
    table.rows.push_back({meaning, shown_value(change.first), shown_value(change.second)});
  }
  return table;
}

}  // namespace

ReportSection rules_section(const ReportMaterial& material) {
  ReportSection made{.id = "rules", .heading = "What differs between the two", .short_heading = "What differs"};
  auto changes = changes_of(material);
  if (changes.empty()) {
    made.lead = {material.sides[0].scenario.empty() || material.sides[1].scenario.empty()
                     ? "A file holds a scenario that this version cannot read, so the rules cannot be compared."
                     : "No rule: both sides have the same scenario."};
    return made;
  }
  const std::size_t all = changes.size();
  made.lead = {fmt::format("{} rule{}. Everything else is the same in both{}.",
                           capitalised(count_in_words(static_cast<double>(all))), all == 1 ? "" : "s",
                           material.comparison.paired ? ", the luck of the draw included, run by run" : "")};
  if (all > most_rules) {
    changes.resize(most_rules);
    made.notes = {fmt::format("And {} more; `poldyn expand` prints each scenario whole.", all - most_rules)};
  }
  made.table = table_of(material, changes);
  return made;
}

RuleCount rule_count(const ReportMaterial& material) {
  RuleCount made;
  const ParamTables tables;
  for (const auto& change : changes_of(material)) {
    ++made.all;
    const ParamRow* row = row_of(tables, change.key);
    if (row != nullptr && row->origin.text == "assumption") ++made.assumed;
  }
  return made;
}

}  // namespace poldyn::app
