#include "app/metrics/metric_reference.h"

#include <fmt/format.h>

#include <cmath>
#include <set>
#include <span>

#include "app/console/text_table.h"
#include "app/glossary/glossary.h"
#include "sim/observe/run_result.h"
#include "sim/reading/word_search.h"
#include "sim/results/results_format.h"

namespace poldyn::app {
namespace {

struct Group {
  std::string_view name;
  std::string_view title;
  bool sampled;
  std::span<const MetricRow> rows;
};

std::vector<Group> groups() {
  return {{"metrics", "Sampled over time", true, sampled_metrics()},
          {"totals", "Totals of a run", false, total_metrics()}};
}

std::string dimensions(const MetricRow& row, bool sampled) {
  std::string text;
  for (const auto& name : results::dimensions_of(row, sampled)) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string range(const Range& valid) {
  const bool below = std::isfinite(valid.low);
  const bool above = std::isfinite(valid.high);
  if (below && above) return fmt::format("{:g} to {:g}", valid.low, valid.high);
  if (below) return fmt::format("{:g} or more", valid.low);
  return above ? fmt::format("{:g} or less", valid.high) : "";
}

std::string cell(std::string_view text) {  // a bar would end the cell
  std::string made;
  for (const char c : text) made += c == '|' ? std::string("\\|") : std::string(1, c);
  return made;
}

/// A word with a stroke is a part of a path; any other stands somewhere in the names or in what is said of the metric.
bool is_asked_for(std::string_view word, std::string_view path, const MetricRow& row) {
  if (word.empty() || word.find('/') != word.npos) return path.find(word) != path.npos;
  return all_words_in(word, {row.name, row.family, row.meaning, row.formula});
}

}  // namespace

std::string metrics_markdown() {
  std::string text;
  for (const Group& group : groups()) {
    text += fmt::format("{}### {}: `/{}/...`\n\n", text.empty() ? "" : "\n", group.title, group.name);
    text += "| name | unit | dimensions | meaning | formula | valid | source |\n|---|---|---|---|---|---|---|\n";
    for (const MetricRow& row : group.rows)
      text += fmt::format("| `{}/{}` | {} | {} | {} | {} | {} | {} |\n", row.family, row.name, info(row.unit).symbol,
                          dimensions(row, group.sampled), cell(row.meaning), cell(row.formula), range(row.valid),
                          cell(row.source));
  }
  return text;
}

std::vector<std::string> metric_words() {
  std::set<std::string> words;
  for (const Group& group : groups())
    for (const MetricRow& row : group.rows) words.insert({std::string(row.name), std::string(row.family)});
  return {words.begin(), words.end()};
}

std::string metrics_text(std::size_t width, std::string_view word) {
  std::string text;
  for (const Group& group : groups())
    for (const MetricRow& row : group.rows) {
      const std::string path = "/" + results::path_of(group.name, row);
      if (!is_asked_for(word, path, row)) continue;
      const std::string_view unit = info(row.unit).symbol;
      text += fmt::format("{}{}\n", path, unit.empty() ? "" : fmt::format(" [{}]", unit));
      text += labelled("    ", plain_words(path), width) + "\n";
      text += labelled("    ", fmt::format("{}. {}", row.meaning, row.formula), width) + "\n";
    }
  return text;
}

}  // namespace poldyn::app
