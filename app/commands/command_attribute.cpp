#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <optional>

#include "app/attribute/attribute_options.h"
#include "app/attribute/attribution_design.h"
#include "app/attribute/attribution_file.h"
#include "app/attribute/attribution_json.h"
#include "app/commands/commands.h"
#include "app/compare/compare_sides.h"
#include "app/console/interrupt.h"
#include "app/console/option_checks.h"
#include "app/console/terminal.h"
#include "app/console/text_table.h"
#include "app/metrics/metric_option.h"
#include "app/runs/resampling.h"

namespace poldyn::app {
namespace {

constexpr std::size_t default_replicates = 20;

using analysis::Coalition;

/// Everything before the first run: scenarios, groups and worlds.
struct Prepared {
  AttributionReport report;
  std::optional<PairedRuns> ends;   ///< A and B
  std::optional<MixedRuns> middle;  ///< all other worlds
  std::vector<std::pair<std::size_t, std::size_t>> blocs;
  std::vector<analysis::LabelledMetric> asked;  ///< none: the headline, once there are runs
};

void prepare_rows(Prepared& made, const AttributeOptions& options) {
  const auto sides = made.ends->sides();
  made.blocs = analysis::match(sides[0].blocs, sides[1].blocs);
  if (made.blocs.empty())
    throw Failure(Exit::usage, fmt::format("A has blocs {} and B {}: none is in both, so that there is no difference "
                                           "to divide",
                                           fmt::join(sides[0].blocs, ", "), fmt::join(sides[1].blocs, ", ")));
  made.report.since = since_of(options.runs.since);
  if (made.report.since) require_samples(options.runs.since, *made.report.since, sides);
  if (!options.runs.metrics.empty())
    made.asked = rows_asked(options.runs.metrics, sides, made.report.since.has_value());
}

Prepared prepared(const AttributeOptions& options, InputFiles& inputs) {
  Prepared made;
  AttributionReport& report = made.report;
  const std::vector<Reading> readings = readings_of(options.runs, inputs);
  const ScenarioMixture mixture(readings[0].scenario, readings[1].scenario);
  if (mixture.differences().empty())
    throw Failure(Exit::usage, "A and B have the same rules, so that there is no difference to divide");
  GroupingOptions how = options.grouping;
  how.by = options.by == "table" ? GroupBy::table : options.by == "parameter" ? GroupBy::parameter : GroupBy::layer;
  Grouping grouping = group_rules(mixture.differences(), readings[0], readings[1], how);
  for (const auto& note : grouping.notes) say(fmt::format("poldyn: note: {}\n", note));
  report.level = options.runs.level;
  report.replicates = options.runs.replicates.value_or(default_replicates);
  report.differences = mixture.differences();
  report.groups = std::move(grouping.groups);
  report.design = design_of(report.groups, report.replicates, options.orders);
  made.middle.emplace(mixture, report.groups, report.design, report.replicates);
  report.worlds = made.middle->worlds() + 2;
  report.runs = made.middle->runs() + 2 * report.replicates;
  made.ends.emplace(runs_of(options.runs, readings));
  prepare_rows(made, options);
  return made;
}

using Values = std::vector<double>;

/// A row that both ends have, with their values.
struct EndsOfRow {
  MixedRow row;
  Values a, b;
};

bool has_pair(const Values& a, const Values& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (std::isfinite(a[i]) && std::isfinite(b[i])) return true;
  return false;
}

bool has_any(const Values& values) {
  return std::any_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); });
}

/// Bloc by bloc; those that can be divided. What one side alone has, and what was asked for and nobody has, is told.
std::vector<EndsOfRow> rows_of(Prepared& prepared, const std::vector<analysis::LabelledMetric>& rows) {
  std::vector<EndsOfRow> made;
  const auto& sides = prepared.report.sides;
  for (const auto& [bloc_a, bloc_b] : prepared.blocs)
    for (const auto& asked : rows) {
      EndsOfRow found{{asked, sides[0].blocs[bloc_a], sides[1].blocs[bloc_b]},
                      analysis::load(sides[0], asked).runs[bloc_a],
                      analysis::load(sides[1], asked).runs[bloc_b]};
      if (has_pair(found.a, found.b))
        made.push_back(std::move(found));
      else if (!prepared.asked.empty() || has_any(found.a) || has_any(found.b))
        prepared.report.never.push_back(prepared.blocs.size() == 1
                                            ? asked.about.name
                                            : fmt::format("{} in {}", asked.about.name, found.row.bloc_a));
    }
  return made;
}

/// Without -m the first row of each bloc is told in full, and stands first.
void first_of_each_bloc_first(std::vector<EndsOfRow>& rows, AttributionReport& report) {
  std::vector<EndsOfRow> first, others;
  for (EndsOfRow& each : rows) {
    const bool met = std::any_of(first.begin(), first.end(),
                                 [&](const EndsOfRow& other) { return other.row.bloc_a == each.row.bloc_a; });
    (met ? others : first).push_back(std::move(each));
  }
  report.in_detail = first.size();
  rows = std::move(first);
  std::move(others.begin(), others.end(), std::back_inserter(rows));
}

void refuse_without_values(const PairedRuns& ends) {
  for (const auto& side : ends.sides()) {
    const auto& values = side.values(side.totals.front());
    if (!side.complete && !has_any(values) && ends.failures() >= side.runs)
      throw Failure(Exit::runs_failed,
                    fmt::format("all runs of {} failed: {}", side.name, ends.failure_messages(1).front()));
  }
}

std::vector<analysis::LabelledMetric> rows_wanted(const Prepared& prepared) {
  if (!prepared.asked.empty()) return prepared.asked;
  const auto totals = analysis::totals_of(prepared.report.sides);
  return prepared.report.since ? analysis::sampled_rows(totals) : analysis::headline_rows(totals);
}

void make_runs(Prepared& prepared, std::vector<EndsOfRow>& rows, const AttributeOptions& options) {
  AttributionReport& report = prepared.report;
  ProgressBar bar(!options.runs.quiet && errors_on_terminal());
  const unsigned jobs = options.runs.jobs.value_or(0);
  prepared.ends->extend(report.replicates, (report.runs + 1) / 2, jobs, bar);
  refuse_without_values(*prepared.ends);
  report.sides = prepared.ends->sides();
  rows = rows_of(prepared, rows_wanted(prepared));
  if (rows.empty())
    throw Failure(Exit::usage, fmt::format("no metric has a value on both sides, so that there is no difference to "
                                           "divide: {}",
                                           fmt::join(report.never, ", ")));
  if (prepared.asked.empty())
    first_of_each_bloc_first(rows, report);
  else
    report.in_detail = rows.size();
  std::vector<MixedRow> mixed;
  mixed.reserve(rows.size());
  for (const auto& each : rows) mixed.push_back(each.row);
  const auto made = static_cast<std::uint32_t>(2 * report.replicates);
  prepared.middle->run(std::move(mixed), report.sides.front().seed, report.since, jobs, bar,
                       {made, made, static_cast<std::uint32_t>(prepared.ends->failures()), 0});
  report.fingerprint = prepared.middle->fingerprint();
}

void divide(Prepared& prepared, const std::vector<EndsOfRow>& rows, bool everything) {
  AttributionReport& report = prepared.report;
  const Coalition all = analysis::everybody(report.design.groups);
  std::vector<analysis::Attributed> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    stop_if_interrupted();
    const auto value = [&](std::size_t replicate, Coalition world) {
      if (world == 0) return rows[i].a[replicate];
      return world == all ? rows[i].b[replicate] : prepared.middle->value(i, replicate, world);
    };
    analysis::AttributionJudging judging{
        report.level, {}, fmt::format("{}/{}", rows[i].row.asked.about.path, rows[i].row.bloc_a)};
    if (everything) judging.resampler = resampler_for;
    found.push_back(analysis::attribute(report.design, report.replicates, value, judging));
  }
  analysis::adjust(report.design.groups, found);
  for (std::size_t i = 0; i < rows.size(); ++i)
    report.rows.push_back({rows[i].row, std::move(found[i]), prepared.middle->without_value(i)});
}

void tell_failures(const Prepared& prepared, Session& session) {
  constexpr std::size_t most = 3;
  std::vector<std::string> all = prepared.ends->failure_messages(most);
  const auto& middle = prepared.middle->failures();
  all.insert(all.end(), middle.begin(), middle.end());
  if (all.empty()) return;
  for (std::size_t i = 0; i < std::min(all.size(), most); ++i) say_error(all[i] + "\n");
  session.exit = Exit::runs_failed;
}

void attribute(const AttributeOptions& options, Session& session) {
  InputFiles inputs;
  inputs.add_all(options.runs.files);
  Prepared work = prepared(options, inputs);
  std::optional<RemoveIfKilled> guard;
  std::optional<h5::Writer> file;
  watch_interrupts();
  if (!options.runs.output.empty()) {
    inputs.refuse(options.runs.output);
    const HoldInterrupts held;  // until the file that there is now is guarded
    file.emplace(options.runs.output, options.runs.force ? h5::IfExists::replace : h5::IfExists::refuse);
    guard.emplace(file->partial_path());
  }
  std::vector<EndsOfRow> rows;
  make_runs(work, rows, options);
  divide(work, rows, options.runs.json || file);
  if (file) {
    write_attribution(*file, work.report, session.command_line);
    file->commit();
  }
  if (options.runs.json)
    print(attribution_json(work.report));
  else if (!options.runs.quiet)
    print(attribution_text(work.report, terminal_width()));
  finish_output();
  tell_failures(work, session);
}

void add_what_is_run(CLI::App& command, CompareOptions& options) {
  command.add_option("FILE", options.files, "scenarios A and B, or result files that hold theirs")
      ->required()
      ->expected(2);
  command.add_option("--set", options.set, "set a parameter of both, or of one: B:key=value")
      ->allow_extra_args(false)
      ->type_name("KEY=VALUE");
  command.add_option("--replicates", options.replicates, "runs of each world (20)")
      ->check(whole_number(1, 1'000'000))
      ->type_name("N");
  command.add_option("-m,--metric", options.metrics, "rows to divide, e.g. 'iteration/*'; repeatable")
      ->allow_extra_args(false)
      ->type_name("METRIC");
  command.add_option("--since", options.since, "means of samples from then on, not totals")
      ->check(not_empty())
      ->type_name("TIME");
  command.add_option("--confidence", options.level, "of intervals and verdicts (0.95)")
      ->check(number_within(0.5, 0.9999))
      ->type_name("P");
  command.add_option("--seed", options.seed, "base seed of all worlds; without it A's")
      ->check(whole_number(0, 9'200'000'000'000'000'000))
      ->type_name("S");
  command.add_option("-j,--jobs", options.jobs, "threads; without it one for each core")
      ->check(whole_number(1, 4096))
      ->type_name("N");
  command.add_option("-o,--output", options.output, "write everything to an HDF5 file")
      ->check(not_empty())
      ->type_name("FILE");
  command.add_flag("-f,--force", options.force, "replace an existing file");
  command.add_flag("--json", options.json, "print everything as JSON");
  command.add_flag("-q,--quiet", options.quiet, "neither progress nor tables");
}

void add_grouping(CLI::App& command, AttributeOptions& options) {
  const auto rule = [&](const char* name, std::vector<std::string>& texts, const char* what, const char* type) {
    command.add_option(name, texts, what)->allow_extra_args(false)->type_name(type);
  };
  rule("--group", options.grouping.named, "rules that switch together, as keys; repeatable", "NAME=RULES");
  rule("--join", options.grouping.joined, "groups that switch together; repeatable", "GROUP+GROUP");
  rule("--inside", options.grouping.inside, "divide a group again, '*' every one; repeatable", "GROUP");
  command.add_option("--by", options.by, "layer (without it), table or parameter")
      ->check(CLI::IsMember({"layer", "table", "parameter"}))
      ->type_name("WHAT");
  command.add_option("--orders", options.orders, "draw orders of each run, instead of taking all")
      ->check(whole_number(2, 1'000))
      ->type_name("N");
}

}  // namespace

void add_attribute(CLI::App& program, Session& session) {
  const auto options = std::make_shared<AttributeOptions>();
  CLI::App& command = *program.add_subcommand("attribute", "Which rules make the difference of two scenarios");
  add_what_is_run(command, options->runs);
  add_grouping(command, *options);
  command.footer(
      "Example: poldyn attribute scenarios/regimes/regime_open.toml \\\n"
      "           scenarios/regimes/regime_sovereign.toml -m time_to_deployment\n\n"
      "Groups are the layers that the scenarios extend or else tables of rules. With up\n"
      "to 8 groups every world between A and B is run; with more, some orders.\n"
      "docs/attribution.md explains the numbers. Exit codes: poldyn --help.");
  command.callback([options, &session] { attribute(*options, session); });
}

}  // namespace poldyn::app
