#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/reading/mistake.h"
#include "sim/reading/table_stack.h"
#include "sim/reading/toml_tree.h"

namespace poldyn {

/// Reads the keys of one table of an experiment file, and says what is wrong with them.
class NodeReader {
 public:
  /// `table` may be null: then every key is absent.
  NodeReader(const TomlNode* table, std::string path, Mistakes& mistakes)
      : table_(table), path_(std::move(path)), mistakes_(mistakes) {}

  const TomlNode* find(std::string_view key) const { return table_ ? table_->find(key) : nullptr; }
  std::optional<std::string> text(std::string_view key);
  std::optional<bool> flag(std::string_view key);
  std::optional<std::uint64_t> whole(std::string_view key, std::uint64_t low, std::uint64_t high);
  /// One text or a list of texts.
  std::vector<std::string> texts(std::string_view key);
  /// One of `names`, by its place.
  std::optional<std::size_t> choice(std::string_view key, std::span<const std::string_view> names);
  /// Says which keys are none of `known`.
  void check_keys(const std::vector<std::string>& known);

  void blame(const TomlNode& node, const std::string& key, std::string problem, std::string remedy);
  std::string full(std::string_view key) const { return path_ + "." + std::string(key); }

 private:
  const TomlNode* table_;
  std::string path_;
  Mistakes& mistakes_;
};

}  // namespace poldyn
