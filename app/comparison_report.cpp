#include "app/comparison_report.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "app/numbers.h"
#include "app/summary.h"
#include "app/terminal.h"
#include "app/text_table.h"

namespace poldyn::app {
namespace {

using analysis::Reading;
using Json = nlohmann::ordered_json;

std::string letter(std::size_t file) {
  return file < 26 ? std::string(1, static_cast<char>('A' + file)) : fmt::format("#{}", file + 1);
}

/// For JSON; the table has room for less.
std::string word(Reading reading) {
  switch (reading) {
    case Reading::untested:
      return "-";
    case Reading::equal:
      return "equal";
    case Reading::indistinguishable:
      return "unclear";
    case Reading::higher:
      return "higher";
    case Reading::lower:
      return "lower";
  }
  return "";
}

std::string short_word(Reading reading) {
  switch (reading) {
    case Reading::untested:
      return "-";
    case Reading::equal:
      return "same";
    case Reading::indistinguishable:
      return "?";
    case Reading::higher:
      return "more";
    case Reading::lower:
      return "less";
  }
  return "";
}

std::string file_list(const std::vector<results::Reader>& files, std::size_t width) {
  std::string text;
  for (std::size_t i = 0; i < files.size(); ++i)
    text += wrapped(fmt::format("{} = {}: {} ({})", letter(i), files[i].file().path().string(), files[i].title(),
                                counted(files[i].replicates(), "run")),
                    width, 4) +
            "\n";
  return text;
}

std::string heading(const analysis::ComparedBloc& bloc) {
  if (bloc.baseline_name == bloc.other_name) return "bloc " + bloc.baseline_name;
  return fmt::format("bloc {} (A), {} ({})", bloc.baseline_name, bloc.other_name, letter(bloc.file));
}

std::string table_text(const analysis::ComparedBloc& bloc, std::size_t width) {
  const std::string other = letter(bloc.file);
  TextTable table{{heading(bloc), "A", other, other + " - A", "in " + other}, {}};
  for (const auto& metric : bloc.metrics)
    table.rows.push_back({label(metric.about), shown(metric.baseline), shown(metric.other),
                          shown(metric.difference.estimate, true), short_word(analysis::reading_of(metric))});
  return table.text(width);
}

std::string how_to_read(const std::vector<results::Reader>& files, const analysis::Comparison& comparison) {
  if (comparison.tests == 0)
    return "One run of each says nothing about chance: run both with --replicates 20 and the same seed.";
  const std::string design =
      comparison.paired
          ? fmt::format("Differences are taken run by run over {} pairs on common random numbers (seed {}).",
                        comparison.runs, files.front().base_seed())
          : fmt::format("Runs are independent; the smallest file has {}.", comparison.runs);
  return fmt::format(
      "{} Mean{}half-width of the 95 % interval, of each by itself. more, less: distinguishable from no difference "
      "(Holm-adjusted p < 0.05 over all {} tests here). ?: these runs do not tell.",
      design, plus_minus(), comparison.tests);
}

}  // namespace

std::string comparison_text(const std::vector<results::Reader>& files, const analysis::Comparison& comparison,
                            std::size_t width) {
  std::string text = file_list(files, width);
  for (const auto& bloc : comparison.blocs) text += "\n" + table_text(bloc, width);
  return text + "\n" + wrapped(how_to_read(files, comparison), width) + "\n";
}

std::string comparison_json(const std::vector<results::Reader>& files, const analysis::Comparison& comparison) {
  Json listed = Json::array();
  for (const auto& file : files)
    listed.push_back({{"file", file.file().path().string()},
                      {"title", file.title()},
                      {"replicates", file.replicates()},
                      {"seed", file.base_seed()},
                      {"fingerprint", file.fingerprint()}});
  const auto number = [](double x) { return std::isfinite(x) ? Json(x) : Json(nullptr); };
  Json blocs = Json::array();
  for (const auto& bloc : comparison.blocs) {
    Json metrics = Json::array();
    for (const auto& metric : bloc.metrics)
      metrics.push_back({{"name", metric.about.name},
                         {"path", metric.about.path},
                         {"unit", metric.about.symbol},
                         {"baseline", as_json(metric.baseline)},
                         {"other", as_json(metric.other)},
                         {"difference", as_json(metric.difference.estimate)},
                         {"p", number(metric.difference.p)},
                         {"p_holm", number(metric.adjusted_p)},
                         {"reading", word(analysis::reading_of(metric))}});
    blocs.push_back({{"file", files[bloc.file].file().path().string()},
                     {"bloc", bloc.baseline_name},
                     {"bloc_in_file", bloc.other_name},
                     {"metrics", std::move(metrics)}});
  }
  const Json report{{"files", std::move(listed)},     {"paired", comparison.paired},
                    {"runs", comparison.runs},        {"confidence", analysis::confidence},
                    {"tests", comparison.tests},      {"warnings", comparison.warnings},
                    {"comparisons", std::move(blocs)}};
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace poldyn::app
