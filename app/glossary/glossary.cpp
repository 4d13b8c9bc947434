#include "app/glossary/glossary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/glossary/glossary_table.h"
#include "sim/observe/metric_rows.h"

namespace poldyn::app {
namespace {

constexpr std::string_view mean = "mean_";
constexpr std::string_view over_the_run = " Averaged over the run after its warm-up.";

using Table = std::map<std::string_view, std::string_view>;

const Table& table() {
  static const Table all = [] {
    Table made;
    for (const auto part : {words_of_variety(), words_of_speed(), words_of_capability(), words_of_pipeline(),
                            words_of_money(), words_of_industry()})
      for (const PlainWords& row : part) made.emplace(row.name, row.words);
    return made;
  }();
  return all;
}

/// "fragmentation/registered" of a path that may begin with the group.
std::string_view without_group(std::string_view path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  for (const std::string_view group : {"metrics/", "totals/"})
    if (path.starts_with(group)) path.remove_prefix(group.size());
  return path;
}

/// Where each metric is to be found, "over time", "per run" or both; families in the order of the program.
struct Entry {
  std::string name;
  std::string_view unit;
  bool sampled = false, total = false;
};

struct Family {
  std::string_view name;
  std::vector<Entry> entries;
};

void add(std::vector<Family>& families, const MetricRow& row, bool sampled) {
  auto family =
      std::find_if(families.begin(), families.end(), [&](const Family& one) { return one.name == row.family; });
  if (family == families.end()) family = families.insert(families.end(), Family{row.family, {}});
  auto& entries = family->entries;
  auto at = std::find_if(entries.begin(), entries.end(), [&](const Entry& one) { return one.name == row.name; });
  if (at == entries.end()) at = entries.insert(entries.end(), Entry{std::string(row.name), info(row.unit).symbol});
  (sampled ? at->sampled : at->total) = true;
}

}  // namespace

std::string plain_words(std::string_view path) {
  const std::string name(without_group(path));
  if (const auto at = table().find(name); at != table().end()) return std::string(at->second);
  const std::size_t stroke = name.find('/');
  if (stroke == name.npos || std::string_view(name).substr(stroke + 1, mean.size()) != mean) return "";
  const std::string of = name.substr(0, stroke + 1) + name.substr(stroke + 1 + mean.size());
  const auto at = table().find(of);
  return at == table().end() ? "" : std::string(at->second) + std::string(over_the_run);
}

std::vector<std::string_view> names_in_plain_words() {
  std::vector<std::string_view> names;
  for (const auto part : {words_of_variety(), words_of_speed(), words_of_capability(), words_of_pipeline(),
                          words_of_money(), words_of_industry()})
    for (const PlainWords& row : part) names.push_back(row.name);
  return names;
}

std::string glossary_markdown() {
  std::vector<Family> families;
  for (const MetricRow& row : sampled_metrics()) add(families, row, true);
  for (const MetricRow& row : total_metrics()) add(families, row, false);
  std::string text;
  for (const Family& family : families) {
    text += fmt::format("{}## {}\n\n| name | unit | in | what it tells |\n|---|---|---|---|\n",
                        text.empty() ? "" : "\n", family.name);
    for (const Entry& one : family.entries)
      text += fmt::format("| `{}` | {} | {} | {} |\n", one.name, one.unit,
                          one.sampled && one.total ? "both"
                          : one.sampled            ? "time"
                                                   : "run",
                          plain_words(fmt::format("{}/{}", family.name, one.name)));
  }
  return text;
}

}  // namespace poldyn::app
