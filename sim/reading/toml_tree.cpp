#include "sim/reading/toml_tree.h"

#ifdef __wasi__  // where there are no exceptions; elsewhere they are used, for without them toml++ asserts what bad
                 // input breaks
#include <version>
#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#undef _LIBCPP_HAS_NO_FILESYSTEM  // or <fstream> lacks the name std::ifstream, which toml++ names and nobody here calls
#endif
#include <toml++/toml.h>

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "sim/reading/key_length.h"
#include "sim/reading/lookalikes.h"

namespace poldyn {
namespace {

// Deeper than any key of a scenario: what lies there is under a key that is refused further up.
constexpr int deepest_key = 16;

Place at(const std::shared_ptr<const Source>& source, const toml::source_position& where) {
  return {source, where.line, where.column};
}

void fill(TomlNode& made, const toml::node& node, const std::shared_ptr<const Source>& source, int depth);

void fill_table(TomlNode& made, const toml::table& table, const std::shared_ptr<const Source>& source, int depth) {
  made.kind = NodeKind::table;
  if (depth > deepest_key) return;
  made.children.reserve(table.size());
  for (const auto& [key, child] : table) {
    TomlNode& next = made.children.emplace_back();
    next.key = std::string(key.str());
    next.key_at = at(source, key.source().begin);
    fill(next, child, source, depth + 1);
  }
  std::stable_sort(made.children.begin(), made.children.end(), [](const TomlNode& a, const TomlNode& b) {
    return std::tie(a.key_at.line, a.key_at.column) < std::tie(b.key_at.line, b.key_at.column);
  });
}

void fill_list(TomlNode& made, const toml::array& array, const std::shared_ptr<const Source>& source, int depth) {
  made.kind = NodeKind::list;
  if (depth > deepest_key) return;
  made.children.reserve(array.size());
  for (const auto& child : array) fill(made.children.emplace_back(), child, source, depth + 1);
}

void fill(TomlNode& made, const toml::node& node, const std::shared_ptr<const Source>& source, int depth) {
  made.value_at = at(source, node.source().begin);
  if (const auto* table = node.as_table()) return fill_table(made, *table, source, depth);
  if (const auto* array = node.as_array()) return fill_list(made, *array, source, depth);
  if (const auto* flag = node.as_boolean()) {
    made.kind = NodeKind::flag;
    made.value = flag->get();
  } else if (const auto* integer = node.as_integer()) {
    made.kind = NodeKind::integer;
    made.value = integer->get();
  } else if (const auto* number = node.as_floating_point()) {
    made.kind = NodeKind::number;
    made.value = number->get();
  } else if (const auto* text = node.as_string()) {
    made.kind = NodeKind::text;
    made.value = text->get();
  } else {
    made.kind = NodeKind::date;
  }
}

/// The library's message first, then what its user probably meant.
Mistake syntax_mistake(const toml::parse_error& error, const std::shared_ptr<const Source>& source) {
  Mistake made{at(source, error.source().begin), "", "", "", source->is_file ? Blame::data : Blame::usage};
  std::string_view text = error.description();
  if (text.starts_with("Error while ")) text.remove_prefix(12);
  made.problem = fmt::format("not valid TOML: {}", text);
  if (const auto remedy = lookalike_remedy_of_line(line_of(source->text, made.place.line)); !remedy.empty())
    made.remedy = remedy;
  else if (text.find("escape") != text.npos)
    made.remedy = "within \"...\" a backslash begins an escape: in a path write /";
  else if (text.find("expected a comment or whitespace") != text.npos)
    made.remedy = "a value with a unit stands in quotes, as in horizon = \"10 y\"";
  else if (text.find("cannot redefine existing table") != text.npos)
    made.remedy = "write each [table] once, with all its keys below it";
  else if (text.find("cannot redefine") != text.npos)
    made.remedy = "the key stands twice: keep one";
  else if (text.find("utf-8") != text.npos)
    made.remedy = "save the file in the encoding UTF-8";
  else if (text.find("could not") != text.npos || text.find("expected value") != text.npos)
    made.remedy = "a name stands in quotes, as in who = \"all\"; a switch is true or false";
  return made;
}

Mistake overlong(const Place& place) {
  Mistake made;
  made.place = place;
  made.problem = fmt::format("a key has more than {} parts", most_key_parts);
  made.remedy = "write fewer dots";
  return made;
}

}  // namespace

const TomlNode* TomlNode::find(std::string_view name) const {
  const auto at = std::find_if(children.begin(), children.end(), [&](const TomlNode& n) { return n.key == name; });
  return at == children.end() ? nullptr : &*at;
}

std::variant<TomlNode, Mistake> parse_toml(const std::shared_ptr<const Source>& source) {
  if (const auto line = line_of_overlong_key(source->text); line > 0) return overlong({source, line, 1});
  TomlNode root;
#ifdef __wasi__
  const toml::parse_result parsed = toml::parse(std::string_view{source->text});
  if (!parsed) return syntax_mistake(parsed.error(), source);
  fill_table(root, parsed.table(), source, 0);
#else
  try {
    fill_table(root, toml::parse(std::string_view{source->text}), source, 0);
  } catch (const toml::parse_error& error) {
    return syntax_mistake(error, source);
  }
#endif
  root.value_at = {source, 0, 0};
  return root;
}

std::string_view called(NodeKind kind) {
  switch (kind) {
    case NodeKind::flag:
      return "true or false";
    case NodeKind::integer:
      return "a whole number";
    case NodeKind::number:
      return "a number";
    case NodeKind::text:
      return "a text";
    case NodeKind::list:
      return "a list";
    case NodeKind::table:
      return "a table";
    case NodeKind::date:
      return "a date or time of day";
  }
  return "";
}

std::string shown(const TomlNode& node) {
  switch (node.kind) {
    case NodeKind::flag:
      return std::get<bool>(node.value) ? "true" : "false";
    case NodeKind::integer:
      return fmt::format("{}", std::get<std::int64_t>(node.value));
    case NodeKind::number:
      return fmt::format("{}", std::get<double>(node.value));
    case NodeKind::text:
      return in_quotes(std::get<std::string>(node.value));
    case NodeKind::list:
      return fmt::format("[{}]", node.children.empty() ? "" : "...");
    case NodeKind::table:
      return "{...}";
    case NodeKind::date:
      return "a date";
  }
  return "";
}

}  // namespace poldyn
