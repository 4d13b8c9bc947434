#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "analysis/recovery.h"
#include "app/commands/commands.h"
#include "app/console/json.h"
#include "app/console/numbers.h"
#include "app/console/option_checks.h"
#include "app/console/terminal.h"
#include "app/console/text_table.h"
#include "app/runs/summary.h"
#include "sim/base/sim_time.h"
#include "sim/reading/quantity.h"

namespace poldyn::app {
namespace {

using analysis::RecoveredMetric;

struct RecoveryOptions {
  std::filesystem::path twin, switched;
  std::string since;
  double band = 0.1;
  std::vector<std::string> metrics;
  bool json = false;
};

double days_of(const std::string& text) {
  auto parsed = parse_quantity(text, Unit::day);
  if (const auto* days = std::get_if<double>(&parsed)) return *days;
  const auto& fault = std::get<QuantityFault>(parsed);
  throw CLI::ValidationError("--since", fmt::format("'{}' {}; {}", text, fault.problem, fault.remedy));
}

std::string years(double days) { return fmt::format("{:.1f} y", days / days_per_year); }

std::string recovered(const analysis::Recovery& r) {
  if (!r.moved) return "no gap";
  if (std::isnan(r.days)) return "never";
  if (std::isnan(r.least)) return years(r.days);
  return fmt::format("{} ({:.1f}-{:.1f})", years(r.days), r.least / days_per_year, r.most / days_per_year);
}

std::string text(const std::vector<RecoveredMetric>& metrics, const RecoveryOptions& options, std::size_t width) {
  TextTable table{{"switched - twin", "at return", "at the end", "back after"}, {}};
  std::string bloc;
  for (const RecoveredMetric& metric : metrics) {
    if (metric.bloc != bloc) table.rows.push_back({"bloc " + (bloc = metric.bloc)});
    const analysis::Recovery& r = metric.recovery;
    table.rows.push_back({label(metric.about), shown(r.at_return, true), shown(r.at_end, true), recovered(r)});
  }
  return table.text(width) + "\n" +
         wrapped(fmt::format(
                     "Back after: time from {} until the mean gap stays within {:.0f} % of what it was then, or within "
                     "its 95 % interval, with the range of that time over the paths that leave out one pair. "
                     "never: not within the run. no gap: at the return the two are not told apart.",
                     options.since, 100 * options.band),
                 width) +
         "\n";
}

std::string as_text(const std::vector<RecoveredMetric>& metrics, const RecoveryOptions& options) {
  Json made = Json::array();
  for (const RecoveredMetric& metric : metrics) {
    const analysis::Recovery& r = metric.recovery;
    made.push_back({{"bloc", metric.bloc},
                    {"path", metric.about.path},
                    {"unit", metric.about.symbol},
                    {"gap_at_return", as_json(r.at_return)},
                    {"gap_at_end", as_json(r.at_end)},
                    {"moved", r.moved},
                    {"recovered", r.moved && !std::isnan(r.days)},
                    {"days", number_or_null(r.days)},
                    {"days_least", number_or_null(r.least)},
                    {"days_most", number_or_null(r.most)}});
  }
  const Json report{{"since", options.since}, {"band", options.band}, {"metrics", std::move(made)}};
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void recovery(const RecoveryOptions& options) {
  const double since = days_of(options.since);
  const results::Reader twin(options.twin), switched(options.switched);
  std::vector<RecoveredMetric> metrics;
  try {
    metrics = analysis::recoveries(twin, switched, options.metrics, since, options.band);
  } catch (const std::invalid_argument& fault) {
    throw Failure(Exit::bad_data, fmt::format("{}: {}", options.switched.string(), fault.what()));
  }
  if (const std::string doubt = analysis::doubt_about_twins(twin, switched, since); !doubt.empty())
    say(fmt::format("poldyn: note: {}: {}\n", options.switched.string(), doubt));
  print(options.json ? as_text(metrics, options) : text(metrics, options, terminal_width()));
}

}  // namespace

void add_recovery(CLI::App& program, Session&) {
  const auto options = std::make_shared<RecoveryOptions>();
  CLI::App& command = *program.add_subcommand("recovery", "Time until a switched run is back at its twin");
  command.add_option("TWIN", options->twin, "result file of the runs that never switch")->required();
  command.add_option("SWITCHED", options->switched, "result file of those that switch back")->required();
  command.add_option("--since", options->since, "date of the switch back, as \"8 y\"")->required()->type_name("TIME");
  command.add_option("--band", options->band, "share of the gap that counts as closed (0.1)")
      ->check(number_within(0, 1))
      ->type_name("SHARE");
  command.add_option("--metric", options->metrics, "sampled metric, as metrics/structure/exits; repeatable")
      ->allow_extra_args(false)
      ->type_name("PATH");
  command.add_flag("--json", options->json, "print as JSON");
  command.footer(
      "Example: poldyn run scenarios/switch_back.toml -o switched.h5\n"
      "         poldyn run scenarios/switch_back.toml -o never.h5 \\\n"
      "           --set mechanisms.policy=false\n"
      "         poldyn recovery never.h5 switched.h5 --since \"8 y\"");
  command.callback([options] { recovery(*options); });
}

}  // namespace poldyn::app
