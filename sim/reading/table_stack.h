#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/reading/mistake.h"
#include "sim/reading/toml_tree.h"

namespace poldyn {

/// One table of a scenario as its layers give it, base first.
using TableStack = std::vector<const TomlNode*>;

/// A table whose name the scenario chose: a bloc, a domain, a paradigm, a stage, a track, a rule.
struct NamedStack {
  std::string name;
  TableStack tables;
  bool copied = false;  ///< came with `like`
};

/// `removed` holds each as it was before its removal: a bloc may still be like it.
struct NamedStacks {
  std::vector<NamedStack> present;
  std::vector<NamedStack> removed;
};

/// As many as anybody would read.
inline constexpr std::size_t most_mistakes = 1000;

/// Collects mistakes, each once.
class Mistakes {
 public:
  explicit Mistakes(std::vector<Mistake>& all) : all_(all) {}
  void add(const Place& place, std::string key, std::string problem, std::string remedy);
  std::vector<Mistake>& all() { return all_; }
  bool full() const { return all_.size() >= most_mistakes; }

 private:
  std::vector<Mistake>& all_;
};

/// The tables that stand under `key`, in the order of `parents`. What is no table is a mistake.
TableStack tables_under(const TableStack& parents, std::string_view key, const std::string& path, Mistakes& mistakes);

/// What a collection of named tables may hold.
struct Collection {
  std::string path;       ///< "bloc", "bloc.north.stage"
  std::string_view what;  ///< "bloc"
  std::size_t most = 0;
  bool says_new = false;  ///< a name that no extended file has needs `like` or `new = true`: it could be a misspelt one
  bool given_names = false;  ///< there is a list of them, so that --set may make a table that is in no file
};

/// The named tables under `parents` in the order of their first appearance; `inherited` are there before. A table that
/// says `remove = true` takes away what stood under its name before.
NamedStacks named_tables(const TableStack& parents, const Collection& in, std::vector<NamedStack> inherited,
                         Mistakes& mistakes);

}  // namespace poldyn
