#include "sim/disk/fact_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "sim/disk/text_file.h"
#include "sim/disk/toml_file.h"
#include "sim/reading/nearest.h"

namespace poldyn {
namespace {

constexpr std::size_t largest = 1'000'000;
const std::vector<std::string> known{"id", "statement", "scenario", "measure", "observed", "unit", "figures", "remark"};

std::optional<double> number_of(const TomlNode& node) {
  if (const auto* number = std::get_if<double>(&node.value)) return *number;
  if (const auto* integer = std::get_if<std::int64_t>(&node.value)) return static_cast<double>(*integer);
  return std::nullopt;
}

class FactReading {
 public:
  FactReading(const std::filesystem::path& file, FactFile& made) : folder_(beside(file, "")), made_(made) {}

  void read(const TomlNode& root) {
    for (const TomlNode& node : root.children) {
      if (node.key != "fact" || node.kind != NodeKind::list)
        blame(node.key_at, node.key, fmt::format("{}: only [[fact]] stands in a list of facts", node.key));
      else
        for (const TomlNode& table : node.children) fact(table);
    }
    if (made_.facts.empty() && made_.mistakes.empty()) blame(root.value_at, "", "holds no [[fact]]");
  }

 private:
  void blame(const Place& at, const std::string& key, std::string problem, std::string remedy = "") {
    made_.mistakes.push_back({at, key, std::move(problem), std::move(remedy), Blame::data});
  }

  std::string text(const TomlNode& table, const char* key, bool needed) {
    const TomlNode* node = table.find(key);
    if (!node) {
      if (needed) blame(table.value_at, key, fmt::format("the fact has no {}", key));
      return {};
    }
    if (const auto* value = std::get_if<std::string>(&node->value)) return *value;
    blame(node->value_at, key, fmt::format("{} = {}: must be a text", key, shown(*node)));
    return {};
  }

  void observed(const TomlNode& table, Fact& fact) {
    const TomlNode* node = table.find("observed");
    if (!node) return blame(table.value_at, "observed", "the fact has no observed value");
    std::vector<double> ends;
    if (node->kind == NodeKind::list) {
      for (const TomlNode& child : node->children)
        if (const auto value = number_of(child)) ends.push_back(*value);
    } else if (const auto value = number_of(*node)) {
      ends = {*value, *value};
    }
    if (ends.size() != 2 || !(ends[0] <= ends[1]))
      return blame(node->value_at, "observed",
                   fmt::format("observed = {}: must be a number or [low, high]", shown(*node)));
    fact.low = ends[0];
    fact.high = ends[1];
  }

  void figures(const TomlNode& table, Fact& fact) {
    const TomlNode* node = table.find("figures");
    if (!node) return blame(table.value_at, "figures", "the fact names no figure of data/figures.csv");
    for (const TomlNode& child : node->children) {
      if (const auto* id = std::get_if<std::string>(&child.value))
        fact.figures.push_back(*id);
      else
        blame(child.value_at, "figures", "figures: must be a list of texts");
    }
  }

  void fact(const TomlNode& table) {
    for (const TomlNode& child : table.children)
      if (std::find(known.begin(), known.end(), child.key) == known.end())
        blame(child.key_at, child.key, fmt::format("{}: unknown key of a fact", child.key),
              suggestion(child.key, known));
    Fact fact;
    fact.id = text(table, "id", true);
    fact.statement = text(table, "statement", true);
    fact.scenario = (folder_ / text(table, "scenario", true)).lexically_normal();
    fact.measure = text(table, "measure", true);
    fact.unit = text(table, "unit", false);
    fact.remark = text(table, "remark", false);
    if (const TomlNode* node = table.find("measure")) fact.at = node->value_at;
    observed(table, fact);
    figures(table, fact);
    const auto same = [&](const Fact& other) { return other.id == fact.id; };
    if (std::any_of(made_.facts.begin(), made_.facts.end(), same))
      blame(table.value_at, "id", fmt::format("the id '{}' stands twice", fact.id));
    made_.facts.push_back(std::move(fact));
  }

  std::filesystem::path folder_;
  FactFile& made_;
};

}  // namespace

FactFile read_facts(const std::filesystem::path& file) {
  FactFile made;
  TomlFile read = read_toml_file(file, largest);
  if (auto* mistake = std::get_if<Mistake>(&read.tree))
    made.mistakes.push_back(std::move(*mistake));
  else
    FactReading(file, made).read(std::get<TomlNode>(read.tree));
  return made;
}

}  // namespace poldyn
