#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/reading/table_stack.h"

namespace poldyn {

/// One table of a file whose keys are known in advance. Reads them one by one; a key that is unknown or has the wrong
/// kind of value is a mistake, which names the table by its path, and what is returned then is empty or `otherwise`.
class KeyedTable {
 public:
  using Names = std::vector<std::string>;

  KeyedTable(const TomlNode& node, std::string path, const Names& known, Mistakes& mistakes);

  const TomlNode* find(const char* key) const { return node_.find(key); }
  /// Where the key's value stands; without it, where the table begins.
  const Place& place_of(const char* key) const { return find(key) ? find(key)->value_at : node_.value_at; }
  std::string full(std::string_view key) const;

  void blame(const Place& at, std::string_view key, const std::string& what, std::string remedy = "");
  void missing(const char* key);

  std::string text(const char* key, bool needed = false);
  Names texts(const char* key);                   ///< a text alone is a list of one
  std::optional<double> number(const char* key);  ///< finite
  std::uint64_t whole(const char* key, std::uint64_t low, std::uint64_t high, std::uint64_t otherwise);
  bool flag(const char* key, bool otherwise);

  /// The place of the key's text among `names`.
  template <std::size_t N>
  std::size_t choice(const char* key, const std::array<std::string_view, N>& names, std::size_t otherwise) {
    if (!find(key)) return otherwise;
    const std::string word = text(key);
    const auto at = std::find(names.begin(), names.end(), word);
    if (at != names.end()) return static_cast<std::size_t>(at - names.begin());
    none_of(key, word, {names.begin(), names.end()});
    return otherwise;
  }

 private:
  void none_of(const char* key, const std::string& word, const Names& known);

  const TomlNode& node_;
  std::string path_;
  Mistakes& mistakes_;
};

}  // namespace poldyn
