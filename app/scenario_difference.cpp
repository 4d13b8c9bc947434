#include "app/scenario_difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <string_view>

namespace poldyn::app {
namespace {

constexpr std::array<std::string_view, 4> told_elsewhere{"title", "description", "run.seed", "run.replicates"};

struct Parameter {
  std::string key, value;
};

constexpr std::string_view many_lines = "\"\"\"";

/// The rest of a text over several lines, of which `value` is the first, joined to it.
std::string whole_text(std::string value, std::istream& lines) {
  for (std::string line; value.find(many_lines, many_lines.size()) == value.npos && std::getline(lines, line);)
    value += "\n" + line;
  return value;
}

/// Each key with its table before it; the n-th [[policy]] is policy.n.
std::vector<Parameter> flattened(const std::string& toml) {
  std::vector<Parameter> made;
  std::istringstream lines(toml);
  std::string table;
  int policies = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line == "[[policy]]") {
      table = fmt::format("policy.{}.", ++policies);
    } else if (line.starts_with("[policy.")) {
      table = fmt::format("policy.{}.{}.", policies, line.substr(8, line.size() - 9));
    } else if (line.starts_with('[')) {
      table = line.substr(1, line.size() - 2) + ".";
    } else if (const std::size_t sign = line.find(" = "); sign != line.npos) {
      const std::string key = table + line.substr(0, sign);
      std::string value = line.substr(sign + 3);
      if (value.starts_with(many_lines)) value = whole_text(std::move(value), lines);
      if (std::find(told_elsewhere.begin(), told_elsewhere.end(), key) == told_elsewhere.end())
        made.push_back({key, std::move(value)});
    }
  }
  return made;
}

}  // namespace

std::vector<std::string> scenario_differences(const std::string& a, const std::string& b) {
  const auto of_a = flattened(a), of_b = flattened(b);
  std::map<std::string, std::string> known_a, known_b;
  for (const auto& [key, value] : of_a) known_a.emplace(key, value);
  for (const auto& [key, value] : of_b) known_b.emplace(key, value);
  std::vector<std::string> made;
  for (const auto& [key, value] : of_b) {
    const auto at = known_a.find(key);
    if (at == known_a.end())
      made.push_back(fmt::format("{} = {} (not in A)", key, value));
    else if (at->second != value)
      made.push_back(fmt::format("{} = {} (A: {})", key, value, at->second));
  }
  for (const auto& [key, value] : of_a)
    if (!known_b.contains(key)) made.push_back(fmt::format("{} = {} (A only)", key, value));
  return made;
}

}  // namespace poldyn::app
