#include "app/report/rule_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "app/report/spoken.h"
#include "sim/base/sim_time.h"
#include "sim/reading/value_text.h"

namespace poldyn::app {
namespace {

/// Parts of a dotted key without the numbers of a list and the brackets of its name.
std::vector<std::string> key_parts(const std::string& dotted) {
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

/// Lengths of time in the largest unit that divides them.
std::string length_text(const std::string& value) {
  const double days = std::strtod(value.c_str(), nullptr);
  for (const auto& [unit, name] : {std::pair{days_per_year, "year"}, std::pair{days_per_month, "month"}})
    if (const double n = days / unit; n >= 1 && std::abs(n - std::round(n)) < 1e-9)
      return fmt::format("{:.0f} {}{}", n, name, std::round(n) == 1 ? "" : "s");
  return value.substr(0, value.size() - 2) + (days == 1 ? " day" : " days");
}

}  // namespace

RuleRows::RuleRows() {
  for (const auto& table : tables_.all())
    for (const auto& row : table.rows)
      for (const auto& path : table.paths) {
        Pattern made{key_parts(path + "." + std::string(row.key)), &row};
        by_last_[made.parts.back()].push_back(std::move(made));
      }
}

const ParamRow* RuleRows::find(const std::string& key) const {
  const auto wanted = key_parts(key);
  for (const std::string& last : {wanted.empty() ? "" : wanted.back(), std::string("<name>")})
    if (const auto found = by_last_.find(last); found != by_last_.end())
      for (const Pattern& pattern : found->second)
        if (fits(pattern.parts, wanted)) return pattern.row;
  return nullptr;
}

std::string part_of(const std::string& key) {
  const auto parts = key_parts(key);
  const bool named = parts.size() > 2 && (parts[0] == "bloc" || parts[0] == "domain" || parts[0] == "paradigm");
  if (!named) return capitalised(parts.front());
  return parts.size() > 3 ? fmt::format("{} ({} {})", capitalised(parts[2]), parts[0], parts[1])
                          : fmt::format("{} {}", capitalised(parts[0]), parts[1]);
}

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

std::string plausible_text(const ParamRow& row) {
  if (!std::isfinite(row.origin.plausible.low)) return "";
  ParamRow asked;
  asked.unit = row.unit;
  asked.range = row.origin.plausible;
  return range_text(asked);
}

}  // namespace poldyn::app
