#include "sim/reading/table_stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/reading/nearest.h"

namespace poldyn {
namespace {

bool is_list_of_tables(const TomlNode& node) {
  return node.kind == NodeKind::list && !node.children.empty() && node.children.front().kind == NodeKind::table;
}

bool well_named(std::string_view name) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  return !name.empty() && lower(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return lower(c) || (c >= '0' && c <= '9') || c == '_'; });
}

std::vector<std::string> names(const std::vector<NamedStack>& stacks) {
  std::vector<std::string> made;
  made.reserve(stacks.size());
  for (const auto& stack : stacks) made.push_back(stack.name);
  return made;
}

class NamedCollecting {
 public:
  NamedCollecting(const Collection& in, std::vector<NamedStack> inherited, Mistakes& mistakes)
      : in_(in), found_(std::move(inherited)), mistakes_(mistakes) {}

  NamedStacks take() { return {std::move(found_), std::move(removed_)}; }

  void add(const TomlNode& table) {
    const std::string path = in_.path + "." + table.key;
    if (table.kind != NodeKind::table)
      return mistakes_.add(table.key_at, path,
                           fmt::format("{} = {} is {}, not a table", path, shown(table), called(table.kind)),
                           fmt::format("write [{}] above the keys of the {}", path, in_.what));
    const auto at = std::find_if(found_.begin(), found_.end(), [&](const auto& f) { return f.name == table.key; });
    if (const TomlNode* remove = table.find("remove"); remove && !keeps(*remove, path)) {
      if (table.children.size() > 1)
        mistakes_.add(remove->key_at, path, fmt::format("{} has remove = true and other keys", path),
                      "take either out; a later file may define the name anew");
      else if (at == found_.end())
        absent(table, "is not there to be removed");
      else
        take_away(at);
      return;
    }
    const bool fresh = in_.says_new && says_new(table, path);
    if (at == found_.end()) return create(table, path, fresh);
    if (fresh)
      mistakes_.add(
          table.find("new")->key_at, path + ".new",
          fmt::format("{} '{}' is not new: it stands at {}", in_.what, table.key, to_text(at->tables.front()->key_at)),
          "take `new` out, or choose another name");
    at->tables.push_back(&table);
  }

 private:
  /// Whether `remove` leaves the table in place: remove = false does, and a mistake too.
  bool keeps(const TomlNode& remove, const std::string& path) {
    if (const auto* flag = std::get_if<bool>(&remove.value)) return !*flag;
    mistakes_.add(remove.value_at, path + ".remove", fmt::format("{}.remove = {} is no switch", path, shown(remove)),
                  "write remove = true, without quotes");
    return true;
  }

  bool says_new(const TomlNode& table, const std::string& path) {
    const TomlNode* node = table.find("new");
    if (!node) return false;
    if (const auto* flag = std::get_if<bool>(&node->value)) return *flag;
    mistakes_.add(node->value_at, path + ".new", fmt::format("{}.new = {} is no switch", path, shown(*node)),
                  "write new = true, without quotes");
    return true;
  }

  /// Whether a name that turns up here first may be a misspelt one of an extended file.
  bool doubtful(const TomlNode& table) const {
    const auto has_its_name = [&](const NamedStack& other) { return other.name == table.key; };
    const auto is_earlier = [&](const NamedStack& other) {
      return other.tables.front()->key_at.source != table.key_at.source;
    };
    return !table.find("like") && std::none_of(removed_.begin(), removed_.end(), has_its_name) &&
           (std::any_of(found_.begin(), found_.end(), is_earlier) ||
            std::any_of(removed_.begin(), removed_.end(), is_earlier));
  }

  void take_away(std::vector<NamedStack>::iterator at) {
    std::erase_if(removed_, [&](const auto& before) { return before.name == at->name; });
    removed_.push_back(std::move(*at));
    found_.erase(at);
  }

  void create(const TomlNode& table, const std::string& path, bool fresh) {
    if (!table.key_at.source->is_file && !in_.given_names)
      return absent(table, "is in no file: --set changes what is there");
    if (!well_named(table.key))
      return mistakes_.add(table.key_at, path, fmt::format("{} is no name for a {}", in_quotes(table.key), in_.what),
                           "a name has lower-case letters a-z, digits and _, and begins with a letter");
    if (in_.says_new && !fresh && doubtful(table)) {
      const std::string near = nearest(table.key, names(found_));
      mistakes_.add(table.key_at, path,
                    fmt::format("{} '{}' stands in no file that this one extends", in_.what, table.key),
                    fmt::format("{}a new {} says new = true, or what it is like",
                                near.empty() ? "" : fmt::format("did you mean '{}'? ", near), in_.what));
    }
    if (found_.size() < in_.most)
      found_.push_back({table.key, {&table}, false});
    else if (!std::exchange(too_many_, true))
      mistakes_.add(table.key_at, path, fmt::format("more than {} {}s", in_.most, in_.what),
                    fmt::format("there are {} at most; take the others out", in_.most));
  }

  void absent(const TomlNode& table, std::string_view problem) {
    mistakes_.add(table.key_at, in_.path + "." + table.key, fmt::format("{} '{}' {}", in_.what, table.key, problem),
                  suggestion(table.key, names(found_)));
  }

  const Collection& in_;
  std::vector<NamedStack> found_;
  std::vector<NamedStack> removed_;
  Mistakes& mistakes_;
  bool too_many_ = false;
};

}  // namespace

void Mistakes::add(const Place& place, std::string key, std::string problem, std::string remedy) {
  // One table is looked up once for each part of it: what is wrong with it is still one mistake.
  const auto same = [&](const Mistake& m) {
    return m.place.source == place.source && m.problem == problem && m.place.line == place.line;
  };
  if (std::any_of(all_.begin(), all_.end(), same)) return;
  if (!full()) all_.push_back({place, std::move(key), std::move(problem), std::move(remedy), Blame::data});
}

TableStack tables_under(const TableStack& parents, std::string_view key, const std::string& path, Mistakes& mistakes) {
  TableStack made;
  for (const TomlNode* parent : parents) {
    const TomlNode* node = parent->find(key);
    if (!node) continue;
    if (node->kind == NodeKind::table)
      made.push_back(node);
    else if (is_list_of_tables(*node))
      mistakes.add(node->key_at, path, fmt::format("[[{}]] is a list of tables, not a table", path),
                   fmt::format("write single brackets, and for a bloc, domain or stage its name: [{}.name]", path));
    else
      mistakes.add(node->key_at, path,
                   fmt::format("{} = {} is {}, not a table", path, shown(*node), called(node->kind)),
                   fmt::format("write [{}] above its keys", path));
  }
  return made;
}

NamedStacks named_tables(const TableStack& parents, const Collection& in, std::vector<NamedStack> inherited,
                         Mistakes& mistakes) {
  NamedCollecting collecting(in, std::move(inherited), mistakes);
  for (const TomlNode* parent : parents)
    for (const TomlNode& child : parent->children)
      if (!mistakes.full()) collecting.add(child);
  return collecting.take();
}

}  // namespace poldyn
