#include "app/runs/scenario_difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <string_view>

#include "sim/reading/toml_tree.h"
#include "sim/reading/value_text.h"

namespace poldyn::app {
namespace {

constexpr std::array<std::string_view, 4> told_elsewhere{"title", "description", "run.seed", "run.replicates"};

struct Parameter {
  std::string key, value;
};

/// As TOML writes it, on one line but for texts of several.
std::string written(const TomlNode& node) {
  if (node.kind == NodeKind::text) return toml_string(std::get<std::string>(node.value));
  if (node.kind != NodeKind::list && node.kind != NodeKind::table) return shown(node);
  std::vector<std::string> parts;
  for (const TomlNode& child : node.children)
    parts.push_back(child.key.empty() ? written(child) : fmt::format("{} = {}", child.key, written(child)));
  return node.kind == NodeKind::list ? fmt::format("[{}]", fmt::join(parts, ", "))
                                     : fmt::format("{{ {} }}", fmt::join(parts, ", "));
}

bool is_of_tables(const TomlNode& list) {
  return !list.children.empty() && list.children.front().kind == NodeKind::table;
}

/// Each key with its tables before it; the n-th of a list of tables, as of [[policy]], is policy.n.
void flatten(const TomlNode& node, const std::string& path, std::vector<Parameter>& made) {
  if (node.kind == NodeKind::table || (node.kind == NodeKind::list && is_of_tables(node))) {
    std::size_t n = 0;
    for (const TomlNode& child : node.children) {
      const std::string name = child.key.empty() ? fmt::format("{}", ++n) : child.key;
      flatten(child, path.empty() ? name : fmt::format("{}.{}", path, name), made);
    }
  } else if (std::find(told_elsewhere.begin(), told_elsewhere.end(), path) == told_elsewhere.end()) {
    made.push_back({path, written(node)});
  }
}

/// Of a scenario as poldyn writes it; nothing of what is no TOML.
std::vector<Parameter> flattened(const std::string& toml) {
  std::vector<Parameter> made;
  const auto tree = parse_toml(std::make_shared<const Source>(Source{"scenario", toml}));
  if (const auto* root = std::get_if<TomlNode>(&tree)) flatten(*root, "", made);
  return made;
}

}  // namespace

std::vector<ParameterChange> parameter_changes(const std::string& a, const std::string& b) {
  const auto of_a = flattened(a), of_b = flattened(b);
  std::map<std::string, std::string> known_a, known_b;
  for (const auto& [key, value] : of_a) known_a.emplace(key, value);
  for (const auto& [key, value] : of_b) known_b.emplace(key, value);
  std::vector<ParameterChange> made;
  for (const auto& [key, value] : of_b) {
    const auto at = known_a.find(key);
    if (at == known_a.end())
      made.push_back({key, "", value});
    else if (at->second != value)
      made.push_back({key, at->second, value});
  }
  for (const auto& [key, value] : of_a)
    if (!known_b.contains(key)) made.push_back({key, value, ""});
  return made;
}

std::vector<std::string> scenario_differences(const std::string& a, const std::string& b) {
  std::vector<std::string> made;
  for (const auto& [key, first, second] : parameter_changes(a, b)) {
    if (second.empty())
      made.push_back(fmt::format("{} = {} (A only)", key, first));
    else
      made.push_back(fmt::format("{} = {} ({})", key, second, first.empty() ? "not in A" : "A: " + first));
  }
  return made;
}

}  // namespace poldyn::app
