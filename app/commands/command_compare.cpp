#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "app/commands/commands.h"
#include "app/commands/next_step.h"
#include "app/compare/compare_sides.h"
#include "app/compare/comparison_details.h"
#include "app/compare/comparison_file.h"
#include "app/compare/comparison_formats.h"
#include "app/compare/comparison_json.h"
#include "app/compare/comparison_report.h"
#include "app/compare/precision_option.h"
#include "app/console/interrupt.h"
#include "app/console/option_checks.h"
#include "app/console/terminal.h"
#include "app/metrics/margin_option.h"
#include "app/metrics/metric_option.h"
#include "app/metrics/whole_gap.h"
#include "app/runs/resampling.h"

namespace poldyn::app {
namespace {

constexpr std::size_t default_compared_pairs = 20;
constexpr std::size_t default_most = 1'000;

void refuse_without_releases(const PairedRuns& runs) {
  for (const auto& side : runs.sides()) {
    if (side.runs == 0 || side.complete) continue;
    const auto& releases = side.values(side.totals.front());
    if (std::all_of(releases.begin(), releases.end(), [](double x) { return std::isnan(x); }) &&
        runs.failures() >= side.runs)
      throw Failure(Exit::runs_failed,
                    fmt::format("all runs of {} failed: {}", side.name, runs.failure_messages(1).front()));
  }
}

/// How many runs to expect in all, for the progress bar.
std::size_t expected(const std::vector<analysis::Reach>& reach, std::size_t next, std::size_t most) {
  std::size_t needed = next;
  for (const auto& one : reach) needed = std::max(needed, one.needed == 0 ? most : one.needed);
  return std::min(needed, most);
}

/// Makes the runs: a fixed number, or as many as the precision takes.
void campaign(PairedRuns& runs, const CompareOptions& options, ComparisonReport& report) {
  ProgressBar bar(!options.quiet && errors_on_terminal());
  const unsigned jobs = options.jobs.value_or(0);
  if (report.targets.empty()) {
    const std::size_t pairs = options.replicates.value_or(default_compared_pairs);
    runs.extend(pairs, pairs, jobs, bar);
    refuse_without_releases(runs);
    return;
  }
  report.max_runs = options.max_runs.value_or(default_most);
  for (const std::size_t look : analysis::looks(report.max_runs)) {
    runs.extend(look, expected(report.reach, look, report.max_runs), jobs, bar);
    refuse_without_releases(runs);
    for (const auto& target : report.targets) require_values(target, runs.sides());
    report.reach = analysis::reach_of(runs.sides(), report.targets, options.level);
    if (analysis::all_reached(report.reach)) return;
  }
}

/// Sides of which no other has a bloc of the first have no difference, however many runs are made.
void refuse_strangers(const std::vector<analysis::Side>& sides) {
  std::string text = "no side has a bloc of A, so there is nothing to compare:";
  for (std::size_t i = 0; i < sides.size(); ++i) {
    if (i > 0 && !analysis::match(sides.front().blocs, sides[i].blocs).empty()) return;
    text += fmt::format("\n  {} = {} has {}", side_letter(i), sides[i].name, fmt::join(sides[i].blocs, ", "));
  }
  throw Failure(Exit::usage, text);
}

/// Which rows are compared, where it can be said before there are runs.
void choose_rows(ComparisonReport& report, const std::vector<analysis::Side>& sides, const CompareOptions& options) {
  refuse_strangers(sides);
  report.since = since_of(options.since);
  if (report.since) require_samples(options.since, *report.since, sides);
  if (!options.metrics.empty())
    report.judging.rows = with_whole_gaps(rows_asked(options.metrics, sides, report.since.has_value()), sides);
}

void judge(ComparisonReport& report, const CompareOptions& options) {
  report.judging.level = options.level;
  report.judging.any_look = !report.targets.empty();
  report.judging.margin = margins_of(options.equivalent);
  report.judging.asked.assign(report.targets.begin(), report.targets.end());
  report.judging.between = stop_if_interrupted;
  const auto series = analysis::sampled_rows(analysis::totals_of(report.sides));
  if (report.since && options.metrics.empty()) report.judging.rows = series;
  const bool everything = options.json || options.details || !options.output.empty();
  if (everything) report.judging.resampler = resampler_for;
  report.composition = analysis::at_equal_composition(report.sides, options.level);
  report.around = analysis::around_dates(report.sides, series, options.level);
  report.comparison = analysis::compare(report.sides, report.judging);
  if (!everything) return;
  for (const auto& side : report.sides) {
    stop_if_interrupted();
    report.settling.push_back(analysis::settling_of(side, series));
  }
}

/// A margin that no row can have is hardly meant.
void note_margins(const ComparisonReport& report, const CompareOptions& options) {
  for (const auto& text : options.equivalent) {
    const auto margin = margins_of({text});
    const auto& blocs = report.comparison.blocs;
    if (std::none_of(blocs.begin(), blocs.end(), [&](const auto& bloc) {
          return std::any_of(bloc.metrics.begin(), bloc.metrics.end(),
                             [&](const auto& metric) { return margin(metric.about).has_value(); });
        }))
      say(fmt::format("poldyn: note: --equivalent '{}': no row here is in such a unit\n", text));
  }
}

void tell(const ComparisonReport& report, const CompareOptions& options, bool ran) {
  for (const auto& warning : report.comparison.warnings) say(fmt::format("poldyn: note: {}\n", warning));
  note_margins(report, options);
  if (options.json) {
    print(comparison_json(report));
  } else if (options.markdown) {
    print(comparison_markdown(report));
  } else if (options.csv) {
    print(comparison_csv(report));
  } else if (options.latex) {
    print(comparison_latex(report));
  } else if (!options.quiet) {
    print(comparison_text(report, terminal_width()));
    if (options.details) print(comparison_details(report, terminal_width()));
    print("\n" + (ran ? next_after_compared_runs(options.files) : next_after_compared_files(options.files)));
  }
  finish_output();
}

/// One output has one format.
void refuse_two_formats(const CompareOptions& options) {
  std::string asked;
  for (const auto& [given, name] : {std::pair{options.json, "--json"}, std::pair{options.markdown, "--markdown"},
                                    std::pair{options.csv, "--csv"}, std::pair{options.latex, "--latex"}}) {
    if (given && !asked.empty()) throw Failure(Exit::usage, fmt::format("{} and {}: choose one", asked, name));
    if (given) asked = name;
  }
}

/// Either the number of runs is fixed, or it is found.
void refuse_contradictions(const CompareOptions& options) {
  if (options.max_runs && options.precision.empty())
    throw Failure(Exit::usage, "--max-runs ends a search for a --precision; --replicates says how many runs to make");
  if (options.replicates && !options.precision.empty())
    throw Failure(Exit::usage, "--replicates fixes the number of runs, which --precision finds; --max-runs ends it");
}

void compare(const CompareOptions& options, Session& session) {
  ComparisonReport report;
  const bool to_run = are_scenarios(options);
  for (const auto& text : options.precision) report.targets.push_back(parse_target(text));
  refuse_contradictions(options);
  refuse_two_formats(options);
  margins_of(options.equivalent);  // a mistake comes before the runs
  std::optional<PairedRuns> runs;
  InputFiles inputs;
  inputs.add_all(options.files);
  if (to_run) {
    runs.emplace(runs_of(options, readings_of(options, inputs)));
    const auto sides = runs->sides();
    choose_rows(report, sides, options);
    for (const auto& target : report.targets) require_label(target, sides);
  }
  std::optional<RemoveIfKilled> guard;
  std::optional<h5::Writer> file;
  watch_interrupts();
  if (!options.output.empty()) {
    inputs.refuse(options.output);
    const HoldInterrupts held;  // until the file that there is now is guarded
    file.emplace(options.output, options.force ? h5::IfExists::replace : h5::IfExists::refuse);
    guard.emplace(file->partial_path());
  }
  if (runs) {
    campaign(*runs, options, report);
    report.sides = runs->sides();
  } else {
    report.sides = sides_in_files(options);
    choose_rows(report, report.sides, options);
  }
  judge(report, options);
  if (file) {
    write_comparison(*file, report, session.command_line);
    file->commit();
  }
  tell(report, options, runs.has_value());
  if (runs && runs->failures() > 0) {
    for (const auto& message : runs->failure_messages(3)) say_error(message + "\n");
    session.exit = Exit::runs_failed;
  }
  if (!analysis::all_reached(report.reach)) throw Failure(Exit::precision_not_reached, not_reached_text(report));
}

void add_output_options(CLI::App& command, CompareOptions& options) {
  command.add_option("-o,--output", options.output, "write everything to an HDF5 file")
      ->check(not_empty())
      ->type_name("FILE");
  command.add_flag("-f,--force", options.force, "replace an existing file");
  command.add_flag("--details", options.details, "effect sizes, BCa intervals, p values, MSER-5");
  command.add_flag("--json", options.json, "print everything as JSON");
  command.add_flag("--markdown", options.markdown, "print the tables as Markdown");
  command.add_flag("--csv", options.csv, "print a line for each row, with all digits");
  command.add_flag("--latex", options.latex, "print the tables as LaTeX");
  command.add_flag("-q,--quiet", options.quiet, "neither progress nor tables");
}

}  // namespace

void add_compare(CLI::App& program, Session& session) {
  const auto options = std::make_shared<CompareOptions>();
  CLI::App& command = *program.add_subcommand("compare", "Compare scenarios or result files with the first");
  command.add_option("FILE", options->files, "two or more scenarios, or result files")
      ->required()
      ->expected(2, 1 << 20);
  command.add_option("--set", options->set, "set a parameter of all sides, or of one: B:key=value")
      ->allow_extra_args(false)
      ->type_name("KEY=VALUE");
  command.add_option("--replicates", options->replicates, "pairs of runs (20)")
      ->check(whole_number(1, 1'000'000))
      ->type_name("N");
  command.add_option("--precision", options->precision, "stop at this half-width, as releases=5%; repeatable")
      ->allow_extra_args(false)
      ->type_name("METRIC=X");
  command.add_option("-m,--metric", options->metrics, "other rows, e.g. 'pipeline/*'; repeatable")
      ->allow_extra_args(false)
      ->type_name("METRIC");
  command.add_option("--equivalent", options->equivalent, "margin of \"alike\": 5% of A, or \"5 d\"; repeatable")
      ->allow_extra_args(false)
      ->check(not_empty())
      ->type_name("X");
  command.add_option("--since", options->since, "means of samples from then on, not totals")
      ->check(not_empty())
      ->type_name("TIME");
  command.add_option("--max-runs", options->max_runs, "give up a precision after that many pairs (1000)")
      ->check(whole_number(2, 1'000'000))
      ->type_name("N");
  command.add_option("--confidence", options->level, "of intervals and verdicts (0.95)")
      ->check(number_within(0.5, 0.9999))
      ->type_name("P");
  command.add_option("--seed", options->seed, "base seed of all sides; without it the first one's")
      ->check(whole_number(0, 9'200'000'000'000'000'000))
      ->type_name("S");
  command.add_option("-j,--jobs", options->jobs, "threads; without it one for each core")
      ->check(whole_number(1, 4096))
      ->type_name("N");
  add_output_options(command, *options);
  command.footer(
      "Example: poldyn compare scenario.toml scenario.toml \\\n"
      "           --set B:mechanisms.approval=false\n"
      "         poldyn compare a.h5 b.h5 --details\n\n"
      "Runs of the same seed share their random numbers and are compared pair by pair.\n"
      "Exit code 6: the asked precision was not reached. Others: poldyn --help.");
  command.callback([options, &session] { compare(*options, session); });
}

}  // namespace poldyn::app
