#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "app/commands.h"
#include "app/comparison_file.h"
#include "app/comparison_report.h"
#include "app/input_files.h"
#include "app/interrupt.h"
#include "app/option_checks.h"
#include "app/paired_runs.h"
#include "app/precision_option.h"
#include "app/resampling.h"
#include "app/scenario_input.h"
#include "app/terminal.h"
#include "sim/io/nearest.h"
#include "sim/io/scenario_file.h"
#include "sim/io/scenario_writer.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t default_pairs = 20;
constexpr std::size_t default_most = 1'000;

struct CompareOptions {
  std::vector<fs::path> files;
  std::vector<std::string> set;
  std::vector<std::string> precision;
  std::optional<std::int64_t> seed;
  std::optional<std::size_t> replicates, max_runs;
  std::optional<unsigned> jobs;
  double level = analysis::confidence;
  fs::path output;
  bool force = false, json = false, details = false, quiet = false;
};

/// True if scenarios are to be run, false for result files. Throws Failure for a mix.
bool are_scenarios(const CompareOptions& options) {
  const auto finished = std::find_if(options.files.begin(), options.files.end(), is_result_file);
  if (finished == options.files.end()) return true;
  const auto other = std::find_if_not(options.files.begin(), options.files.end(), is_result_file);
  if (other != options.files.end())
    throw Failure(Exit::usage, fmt::format("{} is a result file and {} is none: give result files, which are read, or "
                                           "scenarios, which are run",
                                           finished->string(), other->string()));
  std::string runs;
  const auto note = [&](bool given, const char* name) {
    if (given) runs += (runs.empty() ? "" : ", ") + std::string(name);
  };
  note(!options.set.empty(), "--set");
  note(!options.precision.empty(), "--precision");
  note(options.seed.has_value(), "--seed");
  note(options.replicates.has_value(), "--replicates");
  note(options.max_runs.has_value(), "--max-runs");
  note(options.jobs.has_value(), "--jobs");
  if (!runs.empty())
    throw Failure(Exit::usage, fmt::format("result files hold the runs that they hold; {} {} for scenarios (.toml)",
                                           runs, runs.find(',') == runs.npos ? "is" : "are"));
  return false;
}

/// Side that "B:key=value" names; nothing for "key=value".
std::optional<std::size_t> side_named(const std::string& edit, std::size_t sides) {
  const std::size_t colon = edit.find(':');
  if (colon == edit.npos || colon > edit.find('=')) return std::nullopt;
  const std::string name = edit.substr(0, colon);
  std::vector<std::string> known;
  for (std::size_t i = 0; i < sides; ++i) known.push_back(side_letter(i));
  const auto at = std::find(known.begin(), known.end(), name);
  if (at == known.end())
    throw Failure(Exit::usage,
                  fmt::format("--set '{}': there is no side '{}'; {}", edit, name, suggestion(name, known)));
  return static_cast<std::size_t>(at - known.begin());
}

Overrides overrides_of(const CompareOptions& options, std::size_t side) {
  Overrides made;
  for (const auto& edit : options.set) {
    const auto named = side_named(edit, options.files.size());
    if (named && *named != side) continue;
    made.set.push_back(named ? edit.substr(edit.find(':') + 1) : edit);
  }
  made.seed = options.seed;
  made.unread = {{"run.replicates", "--replicates says how many pairs are made"},
                 {"record.releases", "no tables are kept; `poldyn run` keeps them"},
                 {"record.events", "no tables are kept; `poldyn run` keeps them"}};
  return made;
}

PairedRuns runs_of(const CompareOptions& options, InputFiles& inputs) {
  std::vector<std::string> names;
  std::vector<Scenario> scenarios;
  for (std::size_t i = 0; i < options.files.size(); ++i) {
    names.push_back(options.files[i].string());
    Reading reading = load_reading(options.files[i], overrides_of(options, i));
    inputs.add_all(reading.files);
    say_notes(reading);
    scenarios.push_back(std::move(reading.scenario));
  }
  const std::int64_t seed = scenarios.front().run.seed;
  for (std::size_t i = 1; i < scenarios.size(); ++i)
    if (scenarios[i].run.seed != seed)
      say(fmt::format("poldyn: note: {}: runs with the seed of the first, {}, so that runs are pairs\n", names[i],
                      seed));
  return {std::move(names), std::move(scenarios), static_cast<std::uint64_t>(seed)};
}

void refuse_hopeless(const PairedRuns& runs) {
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
    const std::size_t pairs = options.replicates.value_or(default_pairs);
    runs.extend(pairs, pairs, jobs, bar);
    refuse_hopeless(runs);
    return;
  }
  report.max_runs = options.max_runs.value_or(default_most);
  for (const std::size_t look : analysis::looks(report.max_runs)) {
    runs.extend(look, expected(report.reach, look, report.max_runs), jobs, bar);
    refuse_hopeless(runs);
    for (const auto& target : report.targets) require_values(target, runs.sides());
    report.reach = analysis::reach_of(runs.sides(), report.targets, options.level);
    if (analysis::all_reached(report.reach)) return;
  }
}

std::vector<analysis::Side> sides_in_files(const std::vector<fs::path>& files) {
  std::vector<analysis::Side> sides;
  for (const auto& name : files) {
    const auto file = std::make_shared<const results::Reader>(name);
    if (file->points() != 1)
      throw Failure(Exit::usage,
                    fmt::format("{} holds {} scenarios, and one is compared; `poldyn run {} --point N` makes "
                                "a file of one",
                                name.string(), file->points(), name.string()));
    const auto [text, settings] = file->point_scenario(0);
    const Reading reading = read_scenario_text(text, name.string() + ":/scenario", settings);
    sides.push_back(analysis::side_of(file, reading.ok() ? reading.scenario.run.warmup.count() : 0));
  }
  return sides;
}

void judge(ComparisonReport& report, const CompareOptions& options) {
  report.judging.level = options.level;
  report.judging.any_look = !report.targets.empty();
  report.judging.asked.assign(report.targets.begin(), report.targets.end());
  const bool everything = options.json || options.details || !options.output.empty();
  if (everything) report.judging.resampler = resampler_for;
  report.comparison = analysis::compare(report.sides, report.judging);
  if (everything)
    for (const auto& side : report.sides) report.settling.push_back(analysis::settling_of(side));
}

void tell(const ComparisonReport& report, const CompareOptions& options) {
  for (const auto& warning : report.comparison.warnings) say(fmt::format("poldyn: note: {}\n", warning));
  if (options.json) {
    print(comparison_json(report));
  } else if (!options.quiet) {
    print(comparison_text(report, terminal_width()));
    if (options.details) print(comparison_details(report, terminal_width()));
  }
  finish_output();
}

void compare(const CompareOptions& options, Session& session) {
  ComparisonReport report;
  const bool to_run = are_scenarios(options);
  for (const auto& text : options.precision) report.targets.push_back(parse_target(text));
  if (options.max_runs && report.targets.empty())
    throw Failure(Exit::usage, "--max-runs ends a search for a --precision; --replicates says how many runs to make");
  if (options.replicates && !report.targets.empty())
    throw Failure(Exit::usage, "--replicates fixes the number of runs, which --precision finds; --max-runs ends it");
  std::optional<PairedRuns> runs;
  InputFiles inputs;
  inputs.add_all(options.files);
  if (to_run) {
    runs.emplace(runs_of(options, inputs));
    const auto sides = runs->sides();
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
  std::vector<std::string> scenarios;
  if (runs) {
    campaign(*runs, options, report);
    report.sides = runs->sides();
    for (const auto& scenario : runs->scenarios()) scenarios.push_back(write_scenario(scenario));
  } else {
    report.sides = sides_in_files(options.files);
  }
  judge(report, options);
  if (file) {
    write_comparison(*file, report, scenarios, session.command_line);
    file->commit();
  }
  tell(report, options);
  if (runs && runs->failures() > 0) {
    for (const auto& message : runs->failure_messages(3)) say(fmt::format("poldyn: {}: {}\n", error_word(), message));
    session.exit = Exit::runs_failed;
  }
  if (!analysis::all_reached(report.reach)) throw Failure(Exit::precision_not_reached, not_reached_text(report));
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
  command.add_option("--max-runs", options->max_runs, "give up a precision after that many pairs (1000)")
      ->check(whole_number(2, 1'000'000))
      ->type_name("N");
  command.add_option("--confidence", options->level, "of intervals and verdicts (0.95)")
      ->check(CLI::Range(0.5, 0.9999).description(""))
      ->type_name("P");
  command.add_option("--seed", options->seed, "base seed of all sides; without it the first one's")
      ->check(whole_number(0, 9'200'000'000'000'000'000))
      ->type_name("S");
  command.add_option("-j,--jobs", options->jobs, "threads; without it one for each core")
      ->check(whole_number(1, 4096))
      ->type_name("N");
  command.add_option("-o,--output", options->output, "write everything to an HDF5 file")
      ->check(not_empty())
      ->type_name("FILE");
  command.add_flag("-f,--force", options->force, "replace an existing file");
  command.add_flag("--details", options->details, "effect sizes, BCa intervals, p values, MSER-5");
  command.add_flag("--json", options->json, "print everything as JSON");
  command.add_flag("-q,--quiet", options->quiet, "neither progress nor tables");
  command.footer(
      "Example: poldyn compare scenario.toml scenario.toml \\\n"
      "           --set B:mechanisms.approval=false\n"
      "         poldyn compare a.h5 b.h5 --details\n\n"
      "Runs of the same seed share their random numbers and are compared pair by pair.\n"
      "Exit code 6: the asked precision was not reached. Others: poldyn --help.");
  command.callback([options, &session] { compare(*options, session); });
}

}  // namespace poldyn::app
