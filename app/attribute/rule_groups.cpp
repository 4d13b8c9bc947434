#include "app/attribute/rule_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "app/console/failure.h"
#include "app/console/numbers.h"
#include "sim/experiment/glob.h"
#include "sim/reading/nearest.h"
#include "sim/reading/trimmed.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;
using Differences = std::vector<RuleDifference>;

constexpr const char* rest_name = "other rules";

[[noreturn]] void fault(const std::string& option, const std::string& text, const std::string& problem) {
  throw Failure(Exit::usage, fmt::format("{} '{}' {}", option, text, problem));
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> made;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(at, begin), text.size());
    made.emplace_back(trimmed(std::string_view(text).substr(begin, end - begin)));
    begin = end + 1;
  }
  return made;
}

void add_to(std::vector<RulePart>& parts, const std::string& name, std::size_t difference) {
  for (RulePart& part : parts)
    if (part.name == name) {
      part.differences.push_back(difference);
      return;
    }
  parts.push_back({name, {difference}});
}

std::vector<std::string> names_of(const std::vector<RulePart>& groups) {
  std::vector<std::string> made;
  made.reserve(groups.size());
  for (const auto& group : groups) made.push_back(group.name);
  return made;
}

/// The same file by any name.
std::string identity(const std::string& file) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(file, error);
  return error ? file : real.string();
}

/// The files that one side extends and the other does not.
class Layers {
 public:
  Layers(const Reading& own, const Reading& other) : own_(own) {
    std::vector<std::string> others;
    for (const auto& file : other.files) others.push_back(identity(file));
    for (std::size_t i = 0; i + 1 < own.files.size(); ++i)  // the last is the scenario itself
      if (std::find(others.begin(), others.end(), identity(own.files[i])) == others.end())
        files_.push_back(own.files[i]);
  }

  /// The layer that set this difference, or one of the parameters in it, last.
  std::optional<std::string> of(const RuleDifference& difference) const {
    for (const auto& key : difference.keys)
      if (const auto at = own_.set_at.find(key); at != own_.set_at.end())
        if (auto found = layer_at(at->second)) return found;
    if (!difference.structure) return std::nullopt;
    const std::string below = difference.name + ".";
    for (auto at = own_.set_at.lower_bound(below); at != own_.set_at.end() && at->first.starts_with(below); ++at)
      if (auto found = layer_at(at->second)) return found;
    return std::nullopt;
  }

 private:
  std::optional<std::string> layer_at(const Place& place) const {
    if (!place.source || !place.source->is_file) return std::nullopt;
    if (std::find(files_.begin(), files_.end(), place.source->name) == files_.end()) return std::nullopt;
    return fs::path(place.source->name).stem().string();
  }

  const Reading& own_;
  std::vector<std::string> files_;
};

/// By table; tables that have the name of a layer, which did not set these rules, are called otherwise. With so many
/// layers and tables that not every world between A and B could be run, what no layer sets is one group.
void add_loose(std::vector<RulePart>& layers, const std::vector<std::size_t>& loose, const Differences& differences,
               std::vector<std::string>& notes) {
  constexpr std::size_t most_groups = 8;  // of which all worlds are run
  std::vector<RulePart> tables;
  for (const std::size_t i : loose) add_to(tables, differences[i].table, i);
  const std::vector<std::string> names = names_of(tables);
  const bool as_one =
      tables.size() > 1 && layers.size() + 1 <= most_groups && layers.size() + tables.size() > most_groups;
  const std::string who =
      fmt::format("{} that no layer of A or B alone sets ({})", counted(loose.size(), "rule"), fmt::join(names, ", "));
  notes.push_back(as_one ? fmt::format("{}: one group, '{}', so that all worlds can be run; --by table divides them",
                                       who, rest_name)
                         : fmt::format("{}: grouped by table", who));
  const auto taken = names_of(layers);
  for (RulePart& table : tables) {
    const bool clash = std::find(taken.begin(), taken.end(), table.name) != taken.end();
    const std::string name = as_one ? rest_name : clash ? table.name + " (no layer)" : table.name;
    for (const std::size_t i : table.differences) add_to(layers, name, i);
  }
}

std::vector<RulePart> by_default(const Differences& differences, const Reading& a, const Reading& b, GroupBy by,
                                 std::vector<std::string>& notes) {
  const Layers of_a(a, b), of_b(b, a);
  std::vector<RulePart> made;
  std::vector<std::size_t> loose;
  for (std::size_t i = 0; i < differences.size(); ++i) {
    const RuleDifference& difference = differences[i];
    if (by != GroupBy::layer) {
      add_to(made, by == GroupBy::parameter ? difference.name : difference.table, i);
      continue;
    }
    std::optional<std::string> layer = of_b.of(difference);
    if (!layer) layer = of_a.of(difference);
    if (layer)
      add_to(made, *layer, i);
    else
      loose.push_back(i);
  }
  if (made.empty())  // nobody speaks of layers
    for (const std::size_t i : loose) add_to(made, differences[i].table, i);
  else if (!loose.empty())
    add_loose(made, loose, differences, notes);
  return made;
}

/// "bloc.*.registration" names the table and all that is in it.
bool names(const std::string& pattern, const RuleDifference& difference) {
  const auto is = [&](const std::string& key) {
    return glob_matches(pattern, key) || glob_matches(pattern + ".*", key);
  };
  return is(difference.name) || std::any_of(difference.keys.begin(), difference.keys.end(), is);
}

/// Keys and all tables that they stand in: what a pattern may have meant.
std::vector<std::string> words_for(const Differences& differences) {
  std::vector<std::string> made;
  for (const auto& difference : differences) {
    made.push_back(difference.name);
    for (std::size_t dot = difference.name.rfind('.'); dot != std::string::npos && dot > 0;
         dot = difference.name.rfind('.', dot - 1))
      made.push_back(difference.name.substr(0, dot));
  }
  return made;
}

std::string unknown_pattern(const std::string& pattern, const Differences& differences) {
  const std::string near = nearest(pattern, words_for(differences));
  std::string text = fmt::format("names '{}', in which A and B do not differ", pattern);
  if (!near.empty()) return text + fmt::format("; did you mean '{}'?", near);
  std::vector<std::string> tables;
  for (const auto& difference : differences)
    if (std::find(tables.begin(), tables.end(), difference.table) == tables.end()) tables.push_back(difference.table);
  return text +
         fmt::format("; they differ in {} (poldyn compare A B --json lists every rule)", fmt::join(tables, ", "));
}

/// Which differences one "--group" names.
std::vector<std::size_t> named_by(const std::string& option, const std::string& patterns,
                                  const Differences& differences) {
  std::vector<std::size_t> made;
  for (const std::string& pattern : split(patterns, ',')) {
    bool found = false;
    for (std::size_t i = 0; i < differences.size(); ++i) {
      if (!names(pattern, differences[i])) continue;
      found = true;
      if (std::find(made.begin(), made.end(), i) == made.end()) made.push_back(i);
    }
    if (!found) fault("--group", option, unknown_pattern(pattern, differences));
  }
  std::sort(made.begin(), made.end());
  return made;
}

std::string claimed_twice(const RuleDifference& difference, const std::string& group) {
  if (!difference.structure) return fmt::format("names {}, which is in group '{}' already", difference.name, group);
  return fmt::format(
      "names {}, which is in group '{}' already: A and B do not have the same of them, so that they move "
      "as one ({})",
      difference.name, group, fmt::join(difference.keys, ", "));
}

std::vector<RulePart> by_name(const Differences& differences, const std::vector<std::string>& options,
                              std::vector<std::string>& notes) {
  std::vector<RulePart> made;
  std::vector<std::string> owner(differences.size());
  for (const std::string& option : options) {
    const std::size_t sign = option.find('=');
    const std::string name(trimmed(std::string_view(option).substr(0, sign)));
    if (sign == option.npos || name.empty() || sign + 1 == option.size())
      fault("--group", option, "is not NAME=RULES, as in governance=bloc.*.registration,bloc.*.stage");
    for (const std::size_t i : named_by(option, option.substr(sign + 1), differences)) {
      if (!owner[i].empty() && owner[i] != name) fault("--group", option, claimed_twice(differences[i], owner[i]));
      if (owner[i].empty()) add_to(made, name, i);
      owner[i] = name;
    }
  }
  std::size_t left = 0;
  for (std::size_t i = 0; i < differences.size(); ++i)
    if (owner[i].empty()) add_to(made, rest_name, i), ++left;
  if (left > 0) notes.push_back(fmt::format("{} that no --group names: group '{}'", counted(left, "rule"), rest_name));
  return made;
}

void join(std::vector<RulePart>& groups, const std::string& option) {
  const std::vector<std::string> wanted = split(option, '+');
  if (wanted.size() < 2) fault("--join", option, "is not GROUP+GROUP");
  RulePart made{option, {}};
  std::size_t first = groups.size();
  for (const auto& name : wanted) {
    const auto at =
        std::find_if(groups.begin(), groups.end(), [&](const RulePart& group) { return group.name == name; });
    if (at == groups.end())
      fault("--join", option, fmt::format("names no group '{}'; {}", name, suggestion(name, names_of(groups))));
    first = std::min(first, static_cast<std::size_t>(at - groups.begin()));
    made.differences.insert(made.differences.end(), at->differences.begin(), at->differences.end());
    groups.erase(at);
  }
  std::sort(made.differences.begin(), made.differences.end());
  groups.insert(groups.begin() + static_cast<std::ptrdiff_t>(std::min(first, groups.size())), std::move(made));
}

std::vector<RulePart> divided(const RulePart& group, const Differences& differences) {
  std::vector<RulePart> tables, parameters;
  for (const std::size_t i : group.differences) {
    add_to(tables, differences[i].table, i);
    parameters.push_back({differences[i].name, {i}});
  }
  return tables.size() > 1 ? tables : parameters;
}

void divide(std::vector<RuleGroup>& groups, const std::string& pattern, const Differences& differences,
            std::vector<std::string>& notes) {
  bool found = false;
  std::vector<std::string> known;
  for (RuleGroup& group : groups) {
    known.push_back(group.name);
    if (!glob_matches(pattern, group.name)) continue;
    found = true;
    if (group.parts.size() > 1) continue;
    group.parts = divided(group.parts.front(), differences);
    if (group.parts.size() == 1 && pattern == group.name)
      notes.push_back(fmt::format("group '{}' is a single rule, and there is nothing inside to divide", group.name));
    if (group.parts.size() == 1) group.parts.front().name = group.name;
  }
  if (!found) fault("--inside", pattern, fmt::format("names no group; {}", suggestion(pattern, known)));
}

}  // namespace

std::vector<std::size_t> RuleGroup::differences() const {
  std::vector<std::size_t> made;
  for (const auto& part : parts) made.insert(made.end(), part.differences.begin(), part.differences.end());
  std::sort(made.begin(), made.end());
  return made;
}

Grouping group_rules(const std::vector<RuleDifference>& differences, const Reading& a, const Reading& b,
                     const GroupingOptions& options) {
  Grouping made;
  std::vector<RulePart> groups = options.named.empty() ? by_default(differences, a, b, options.by, made.notes)
                                                       : by_name(differences, options.named, made.notes);
  for (const auto& each : options.joined) join(groups, each);
  for (RulePart& group : groups) {
    std::string name = group.name;
    made.groups.push_back({std::move(name), {std::move(group)}});
  }
  for (const auto& pattern : options.inside) divide(made.groups, pattern, differences, made.notes);
  return made;
}

}  // namespace poldyn::app
