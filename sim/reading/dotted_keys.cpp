#include "sim/reading/dotted_keys.h"

#include <algorithm>

namespace poldyn {
namespace {

TomlNode* table_under(TomlNode& table, std::string_view key) {
  const auto at = std::find_if(table.children.begin(), table.children.end(),
                               [&](const TomlNode& n) { return n.key == key && n.kind == NodeKind::table; });
  return at == table.children.end() ? nullptr : &*at;
}

void put(TomlNode& into, TomlNode child) {
  const std::size_t dot = child.key.find('.');
  if (dot == 0 || dot == child.key.npos || dot + 1 == child.key.size()) {
    if (child.kind == NodeKind::table) child = without_dotted_keys(child);
    TomlNode* there = child.kind == NodeKind::table ? table_under(into, child.key) : nullptr;
    if (!there) return into.children.push_back(std::move(child));
    for (TomlNode& each : child.children) put(*there, std::move(each));
    return;
  }
  const std::string head = child.key.substr(0, dot);
  child.key.erase(0, dot + 1);
  TomlNode* there = table_under(into, head);
  if (!there) {
    TomlNode made;
    made.key = head;
    made.key_at = child.key_at;
    made.value_at = child.value_at;
    there = &into.children.emplace_back(std::move(made));
  }
  put(*there, std::move(child));
}

}  // namespace

TomlNode without_dotted_keys(const TomlNode& table) {
  TomlNode made = table;
  made.children.clear();
  for (const TomlNode& child : table.children) put(made, child);
  return made;
}

}  // namespace poldyn
