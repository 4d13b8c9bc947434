#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/reading/mistake.h"

namespace poldyn {

enum class NodeKind : std::uint8_t { flag, integer, number, text, list, table, date };

/// A TOML value with its place. Unlike the library's tables, ours keep the order of the file, which decides the order
/// of blocs, domains and stages; and no other file need know the library.
struct TomlNode {
  NodeKind kind = NodeKind::table;
  std::string key;  ///< empty in a list
  Place key_at;
  Place value_at;
  std::variant<std::monostate, bool, std::int64_t, double, std::string> value;
  std::vector<TomlNode> children;

  const TomlNode* find(std::string_view name) const;
};

/// The tree of a TOML document, or the first mistake of its syntax: TOML defines no way to read on behind one.
std::variant<TomlNode, Mistake> parse_toml(const std::shared_ptr<const Source>& source);

/// "a text", "a whole number": what a message calls the node's kind.
std::string_view called(NodeKind kind);
/// The value as it would be written in TOML, on one line and cut if long.
std::string shown(const TomlNode& node);

}  // namespace poldyn
