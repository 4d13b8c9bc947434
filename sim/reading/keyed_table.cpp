#include "sim/reading/keyed_table.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "sim/reading/nearest.h"
#include "sim/reading/value_text.h"

namespace poldyn {

KeyedTable::KeyedTable(const TomlNode& node, std::string path, const Names& known, Mistakes& mistakes)
    : node_(node), path_(std::move(path)), mistakes_(mistakes) {
  for (const TomlNode& child : node.children)
    if (!mistakes_.full() && std::find(known.begin(), known.end(), child.key) == known.end())
      mistakes_.add(child.key_at, full(child.key), fmt::format("{} is no known key", full(child.key)),
                    suggestion(child.key, known));
}

std::string KeyedTable::full(std::string_view key) const { return fmt::format("{}.{}", path_, key); }

void KeyedTable::blame(const Place& at, std::string_view key, const std::string& what, std::string remedy) {
  mistakes_.add(at, full(key), fmt::format("{} {}", full(key), what), std::move(remedy));
}

void KeyedTable::missing(const char* key) {
  blame(node_.key_at.source ? node_.key_at : node_.value_at, key, "is missing");
}

std::string KeyedTable::text(const char* key, bool needed) {
  const TomlNode* found = find(key);
  if (!found) {
    if (needed) missing(key);
    return {};
  }
  if (const auto* word = std::get_if<std::string>(&found->value)) return *word;
  blame(found->value_at, key, fmt::format("= {} is {}, not a text", shown(*found), called(found->kind)),
        "write it in quotes");
  return {};
}

KeyedTable::Names KeyedTable::texts(const char* key) {
  const TomlNode* found = find(key);
  if (!found) return {};
  if (const auto* word = std::get_if<std::string>(&found->value)) return {*word};
  Names made;
  for (const TomlNode& child : found->children)
    if (const auto* word = std::get_if<std::string>(&child.value)) made.push_back(*word);
  if (found->kind != NodeKind::list || made.size() != found->children.size())
    blame(found->value_at, key, "is no list of texts", fmt::format("write {} = [\"one\", \"two\"]", key));
  return made;
}

std::optional<double> KeyedTable::number(const char* key) {
  const TomlNode* found = find(key);
  if (!found) return std::nullopt;
  if (const auto* whole = std::get_if<std::int64_t>(&found->value)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&found->value); real && std::isfinite(*real)) return *real;
  blame(found->value_at, key, fmt::format("= {} is no number", shown(*found)));
  return std::nullopt;
}

std::uint64_t KeyedTable::whole(const char* key, std::uint64_t low, std::uint64_t high, std::uint64_t otherwise) {
  const TomlNode* found = find(key);
  if (!found) return otherwise;
  const auto* value = std::get_if<std::int64_t>(&found->value);
  if (value && *value >= 0 && std::cmp_less_equal(low, *value) && std::cmp_less_equal(*value, high))
    return static_cast<std::uint64_t>(*value);
  blame(found->value_at, key, fmt::format("= {} is no whole number in [{}, {}]", shown(*found), low, high));
  return otherwise;
}

bool KeyedTable::flag(const char* key, bool otherwise) {
  const TomlNode* found = find(key);
  if (!found) return otherwise;
  if (const auto* value = std::get_if<bool>(&found->value)) return *value;
  blame(found->value_at, key, fmt::format("= {} is no switch", shown(*found)), "write true or false");
  return otherwise;
}

void KeyedTable::none_of(const char* key, const std::string& word, const Names& known) {
  blame(find(key)->value_at, key, fmt::format("= {} is none of the words here", in_quotes(word)),
        suggestion(word, known));
}

}  // namespace poldyn
