#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>

#include "app/commands/commands.h"
#include "app/commands/next_step.h"
#include "app/console/input_files.h"
#include "app/console/numbers.h"
#include "app/console/option_checks.h"
#include "app/console/scenario_input.h"
#include "app/console/terminal.h"
#include "app/runs/result_file.h"
#include "app/runs/run_size.h"
#include "app/runs/summary.h"
#include "sim/experiment/experiment.h"
#include "sim/results/results_reader.h"
#include "sim/run/simulate.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;

struct RunOptions {
  fs::path input;
  Overrides overrides;
  unsigned jobs = 0;
  fs::path output;
  bool force = false;
  bool quiet = false;
  bool json = false;
  bool dry_run = false;
};

/// <stem>.h5 in the current folder; a result that is run again must not overwrite itself.
fs::path output_of(const RunOptions& options) {
  if (!options.output.empty()) return options.output;
  const std::string stem = options.input.stem().string();
  return stem + (is_result_file(options.input) ? "-again.h5" : ".h5");
}

void say_plan(const Scenario& scenario, const RunOptions& options, const fs::path& output) {
  std::string blocs;
  for (const auto& bloc : scenario.blocs) blocs += (blocs.empty() ? "" : ", ") + bloc.name;
  print(
      fmt::format("title:   {}\nblocs:   {}\nruns:    {} of {}, seed {}, {}\nsamples: {}\noutput:  {}\n"
                  "Nothing was run or written (--dry-run).\n",
                  scenario.title, blocs, scenario.run.replicates, shown(scenario.run.horizon), scenario.run.seed,
                  counted(threads_for(options.jobs), "thread"), size_text(size_of(scenario)), output.string()));
}

/// Says which runs failed, the first few of them.
void say_failures(const results::Reader& result) {
  constexpr std::size_t most = 3;
  const auto failed = result.failed();
  const auto messages = result.messages();
  std::size_t said = 0;
  for (std::size_t i = 0; i < failed.size() && said < most; ++i)
    if (failed[i]) {
      say_error(fmt::format("replicate {} failed: {}\n", i, messages[i]));
      ++said;
    }
  say("The file has all messages in /runs/message; the values of failed runs are NaN.\n");
}

void run(const RunOptions& options, Session& session) {
  const Reading reading = load_reading(options.input, options.overrides);
  const Scenario& scenario = reading.scenario;
  say_notes(reading);
  require_bearable(size_of(scenario), options.input.string());
  const fs::path output = output_of(options);
  InputFiles inputs;
  inputs.add_all(reading.files);
  inputs.refuse(output);
  const auto if_exists = options.force ? h5::IfExists::replace : h5::IfExists::refuse;
  if (options.dry_run) {
    const h5::PartialFile probe(output, if_exists);  // finds what would be in the way, and leaves nothing
    say_plan(scenario, options, output);
    return;
  }
  const auto begin = std::chrono::steady_clock::now();
  const BatchState state = run_to_file(scenario, options.jobs, !options.quiet && errors_on_terminal(), output,
                                       if_exists, session.command_line);
  const RunReport report{output, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count()};
  if (options.quiet && !options.json && state.failed == 0) return;
  const results::Reader result(output, results::Reader::Shapes::known);
  if (options.json)
    print(summary_json(result, scenario, report));
  else if (!options.quiet)
    print(summary_text(result, scenario, report, terminal_width()) + next_after_run(output));
  if (state.failed > 0) {
    finish_output();
    say_failures(result);
    session.exit = Exit::runs_failed;
  }
}

}  // namespace

void add_run(CLI::App& program, Session& session) {
  const auto options = std::make_shared<RunOptions>();
  CLI::App& command = *program.add_subcommand("run", "Run a scenario, write its results to an HDF5 file");
  command.add_option("SCENARIO", options->input, "a TOML file, or a result file to run again")->required();
  command.add_option("--replicates", options->overrides.replicates, "independent runs, 1 to 1000000")
      ->check(whole_number(1, 1'000'000))
      ->type_name("N");
  command.add_option("-j,--jobs", options->jobs, "threads; without it one for each core")
      ->check(whole_number(1, 4096))
      ->type_name("N");
  command.add_option("--seed", options->overrides.seed, "base seed of all random numbers")
      ->check(whole_number(0, 9'200'000'000'000'000'000))
      ->type_name("S");
  command.add_option("--set", options->overrides.set, "set a parameter, e.g. run.horizon='5 y'; repeatable")
      ->allow_extra_args(false)
      ->type_name("KEY=VALUE");
  command.add_option("--point", options->overrides.point, "of a file with many scenarios, which one, from 0")
      ->check(whole_number(0, most_points))
      ->type_name("N");
  command.add_option("-o,--output", options->output, "result file; without it SCENARIO's stem.h5, here")
      ->check(not_empty())
      ->type_name("FILE");
  command.add_flag("-f,--force", options->force, "replace an existing result file");
  command.add_flag("-q,--quiet", options->quiet, "neither progress nor summary");
  command.add_flag("--json", options->json, "print the summary as JSON");
  command.add_flag("-n,--dry-run", options->dry_run, "check everything, run and write nothing");
  command.add_flag("--releases", options->overrides.releases, "keep a table of all releases");
  command.add_flag("--filings", options->overrides.filings, "keep tables of all filings and projects");
  command.add_flag("--events", options->overrides.events, "keep the log of all events (large)");
  command.footer(
      "Example: poldyn run scenarios/open.toml --replicates 20 --set run.horizon='5 y'\n\n"
      "The same scenario and seed give the same data with any number of threads. Ctrl-C\n"
      "stops and writes nothing. Exit codes: poldyn --help.");
  command.callback([options, &session] { run(*options, session); });
}

}  // namespace poldyn::app
