#include "app/runs/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/headline.h"
#include "analysis/undecided.h"
#include "app/console/json.h"
#include "app/console/numbers.h"
#include "app/console/terminal.h"
#include "app/console/text_table.h"
#include "app/runs/policy_summary.h"

namespace poldyn::app {
namespace {

using Metrics = std::vector<analysis::HeadlineMetric>;

std::size_t failures(const results::Reader& result) {
  const auto failed = result.failed();
  return static_cast<std::size_t>(std::count(failed.begin(), failed.end(), true));
}

std::string what_was_run(const results::Reader& result, const Scenario& scenario, const RunReport& report) {
  const std::size_t runs = result.replicates();
  std::string text = fmt::format("{} of {}, seed {}, in {:.3g} s", counted(runs, "run"), shown(scenario.run.horizon),
                                 result.base_seed(), report.seconds);
  if (const std::size_t failed = failures(result); failed > 0) text += fmt::format("; {} failed", failed);
  return text;
}

std::string table_text(const results::Reader& result, const Metrics& metrics, std::size_t width) {
  TextTable table{{""}, {}};
  for (const auto& bloc : result.blocs()) table.header.push_back(bloc);
  for (const auto& metric : metrics) {
    std::vector<std::string> row{label(metric.about)};
    for (const auto& estimate : metric.estimates()) row.push_back(shown(estimate));
    table.rows.push_back(std::move(row));
  }
  return table.text(width);
}

/// What the numbers of the table mean and which of them rest on fewer runs.
std::string notes(const results::Reader& result, const Metrics& metrics, std::size_t width) {
  const std::size_t runs = result.replicates() - failures(result);
  std::string text = runs > 1 ? fmt::format("Mean{}half-width of its 95 % interval over {} runs.", plus_minus(), runs)
                              : "One run says nothing about chance: --replicates 20 adds 95 % intervals.";
  std::string sparse;
  for (const auto& metric : metrics)
    for (const auto& estimate : metric.estimates())
      if (estimate.n > 0 && estimate.n < runs && !sparse.ends_with(metric.about.name))
        sparse += (sparse.empty() ? "" : ", ") + metric.about.name;
  if (!sparse.empty()) text += fmt::format(" Not every run has a value of: {}.", sparse);
  return wrapped(text, width);
}

/// Commands to copy; one that would break in this width is left out.
std::string how_to_look(const std::string& file, const Metrics& metrics, std::size_t width) {
  std::vector<std::string> lines{fmt::format("poldyn compare {} OTHER.h5", file), fmt::format("ncdump -h {}", file)};
  if (!metrics.empty()) {
    const std::string& path = metrics.front().about.path;
    lines.push_back(fmt::format("h5dump -d /{} {}", path, file));
    lines.push_back(
        fmt::format("xarray.open_dataset(\"{}\", group=\"{}\")  # Python", file, path.substr(0, path.rfind('/'))));
  }
  std::string text;
  for (const auto& line : lines)
    if (line.size() + 2 <= width) text += "  " + line + "\n";
  return text;
}

/// What the summary's measures leave out, a line for each bloc in which too many filings have no decision.
std::vector<std::string> undecided_notes(const analysis::Totals& totals) {
  std::vector<std::string> notes;
  for (const auto& found : analysis::undecided(totals)) notes.push_back(analysis::undecided_text(totals, found));
  return notes;
}

}  // namespace

Json as_json(const analysis::Estimate& estimate) {
  return {{"n", estimate.n},
          {"mean", number_or_null(estimate.mean)},
          {"low", number_or_null(estimate.low())},
          {"high", number_or_null(estimate.high())}};
}

std::string summary_text(const results::Reader& result, const Scenario& scenario, const RunReport& report,
                         std::size_t width) {
  const analysis::Totals totals = analysis::totals_of(result);
  const Metrics metrics = analysis::headline(totals);
  std::string text = wrapped(result.title(), width) + "\n";
  text += wrapped(what_was_run(result, scenario, report), width) + "\n\n";
  text += table_text(result, metrics, width) + "\n";
  if (const std::string policies = policies_text(totals, width); !policies.empty()) text += policies + "\n";
  text += notes(result, metrics, width) + "\n\n";
  for (const auto& note : undecided_notes(totals)) text += wrapped("Note: " + note + ".", width) + "\n\n";
  text += wrapped(fmt::format("Wrote {}, fingerprint {}. To look into it:", report.file.string(), result.fingerprint()),
                  width) +
          "\n";
  return text + how_to_look(report.file.string(), metrics, width);
}

std::string summary_json(const results::Reader& result, const Scenario& scenario, const RunReport& report) {
  Json failed = Json::array();
  const auto statuses = result.failed();
  const auto messages = result.messages();
  for (std::size_t i = 0; i < statuses.size(); ++i)
    if (statuses[i]) failed.push_back({{"replicate", i}, {"message", messages[i]}});
  const analysis::Totals totals = analysis::totals_of(result);
  Json metrics = Json::array();
  for (const auto& metric : analysis::headline(totals)) {
    Json blocs = Json::object();
    const auto estimates = metric.estimates();
    for (std::size_t i = 0; i < estimates.size(); ++i) blocs[result.blocs()[i]] = as_json(estimates[i]);
    metrics.push_back({{"name", metric.about.name},
                       {"path", metric.about.path},
                       {"unit", metric.about.symbol},
                       {"meaning", metric.about.meaning},
                       {"blocs", std::move(blocs)}});
  }
  const Json summary{{"file", report.file.string()},
                     {"title", result.title()},
                     {"replicates", result.replicates()},
                     {"seed", result.base_seed()},
                     {"horizon_days", scenario.run.horizon.count()},
                     {"seconds", report.seconds},
                     {"fingerprint", result.fingerprint()},
                     {"complete", result.complete()},
                     {"failed", std::move(failed)},
                     {"notes", undecided_notes(totals)},
                     {"confidence", analysis::confidence},
                     {"metrics", std::move(metrics)},
                     {"policies", policies_json(totals)}};
  return summary.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace poldyn::app
