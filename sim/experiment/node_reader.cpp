#include "sim/experiment/node_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/reading/nearest.h"

namespace poldyn {

void NodeReader::blame(const TomlNode& node, const std::string& key, std::string problem, std::string remedy) {
  mistakes_.add(node.value_at, key, std::move(problem), std::move(remedy));
}

std::optional<std::string> NodeReader::text(std::string_view key) {
  const TomlNode* node = find(key);
  if (!node) return std::nullopt;
  if (const auto* word = std::get_if<std::string>(&node->value)) return *word;
  blame(*node, full(key), fmt::format("{} = {} is {}, not a text", full(key), shown(*node), called(node->kind)),
        "write it in quotes");
  return std::nullopt;
}

std::optional<bool> NodeReader::flag(std::string_view key) {
  const TomlNode* node = find(key);
  if (!node) return std::nullopt;
  if (const auto* value = std::get_if<bool>(&node->value)) return *value;
  blame(*node, full(key), fmt::format("{} = {} is no switch", full(key), shown(*node)),
        "write true or false, without quotes");
  return std::nullopt;
}

std::optional<std::uint64_t> NodeReader::whole(std::string_view key, std::uint64_t low, std::uint64_t high) {
  const TomlNode* node = find(key);
  if (!node) return std::nullopt;
  const auto* value = std::get_if<std::int64_t>(&node->value);
  if (value && *value >= 0 && low <= static_cast<std::uint64_t>(*value) && static_cast<std::uint64_t>(*value) <= high)
    return static_cast<std::uint64_t>(*value);
  blame(*node, full(key),
        fmt::format("{} = {} is {}", full(key), shown(*node),
                    value ? fmt::format("outside [{}, {}]", low, high) : "no whole number"),
        value ? "" : fmt::format("allowed: [{}, {}]", low, high));
  return std::nullopt;
}

std::vector<std::string> NodeReader::texts(std::string_view key) {
  const TomlNode* node = find(key);
  if (!node) return {};
  if (const auto* word = std::get_if<std::string>(&node->value)) return {*word};
  std::vector<std::string> made;
  bool good = node->kind == NodeKind::list;
  for (const auto& child : node->children) {
    const auto* word = std::get_if<std::string>(&child.value);
    good = good && word != nullptr;
    if (word) made.push_back(*word);
  }
  if (!good)
    blame(*node, full(key), fmt::format("{} is neither a text nor a list of texts", full(key)),
          fmt::format("write {} = [\"one\", \"two\"]", key));
  return made;
}

std::optional<std::size_t> NodeReader::choice(std::string_view key, std::span<const std::string_view> names) {
  const auto word = text(key);
  if (!word) return std::nullopt;
  const auto found = std::find(names.begin(), names.end(), *word);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  const std::vector<std::string> known(names.begin(), names.end());
  const std::string near = nearest(*word, known);
  blame(*find(key), full(key), fmt::format("{} = {} is no choice", full(key), in_quotes(*word)),
        fmt::format("{}choose one of {}", near.empty() ? "" : fmt::format("did you mean '{}'? ", near),
                    fmt::join(known, ", ")));
  return std::nullopt;
}

void NodeReader::check_keys(const std::vector<std::string>& known) {
  if (!table_) return;
  for (const auto& child : table_->children)
    if (!mistakes_.full() && std::find(known.begin(), known.end(), child.key) == known.end()) {
      const std::string whole_key = path_.empty() ? child.key : full(child.key);
      mistakes_.add(child.key_at, whole_key, fmt::format("unknown key {}", in_quotes(whole_key)),
                    suggestion(child.key, known));
    }
}

}  // namespace poldyn
