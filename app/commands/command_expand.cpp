#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands/commands.h"
#include "app/console/option_checks.h"
#include "app/console/scenario_input.h"
#include "app/console/terminal.h"
#include "app/runs/experiment_input.h"
#include "app/runs/experiment_listing.h"
#include "sim/experiment/experiment_file.h"
#include "sim/reading/scenario_writer.h"

namespace poldyn::app {
namespace {

struct ExpandOptions {
  std::filesystem::path file;
  Overrides overrides;
  bool comments = false;
  bool csv = false;
  bool runs = false;
  bool json = false;
};

constexpr std::size_t points_shown = 20;

void expand_experiment(const ExpandOptions& options) {
  if (options.comments || !options.overrides.set.empty())
    throw Failure(Exit::usage, "--set and --comments are for scenarios; an experiment has its table [set]");
  if (options.overrides.point)
    throw Failure(Exit::usage, "--point is for result files; of an experiment, --csv lists all points");
  const Experiment experiment = load_experiment(options.file);
  if (options.runs) return print_runs_csv(experiment);
  if (options.csv) return print_points_csv(experiment);
  if (options.json) return print(experiment_json(experiment));
  print(experiment_summary(experiment, terminal_width()) + "\n");
  print(experiment_points(experiment, points_shown, terminal_width()));
}

}  // namespace

void add_expand(CLI::App& program, Session&) {
  const auto options = std::make_shared<ExpandOptions>();
  CLI::App& command = *program.add_subcommand("expand", "Print a whole scenario, or list an experiment's runs");
  command.add_option("FILE", options->file, "a scenario, a result file or an experiment")->required();
  command.add_option("--set", options->overrides.set, "set a parameter first; repeatable")
      ->allow_extra_args(false)
      ->type_name("KEY=VALUE");
  command.add_option("--point", options->overrides.point, "of a file with many scenarios, which one, from 0")
      ->check(whole_number(0, most_points))
      ->type_name("N");
  command.add_flag("--comments", options->comments, "with meaning, range and source of each parameter");
  command.add_flag("--csv", options->csv, "of an experiment, all points as CSV");
  command.add_flag("--runs", options->runs, "of an experiment, all runs as CSV");
  command.add_flag("--json", options->json, "of an experiment, its counts as JSON");
  command.footer(
      "Example: poldyn expand results.h5 > as_it_was_run.toml\n"
      "         poldyn expand experiments/review.toml --csv > design.csv");
  command.callback([options] {
    if (is_experiment_file(options->file)) return expand_experiment(*options);
    if (options->csv || options->runs || options->json)
      throw Failure(Exit::usage, "--csv, --runs and --json are for experiments");
    const Scenario scenario = load_scenario(options->file, options->overrides);
    print(write_scenario(scenario, options->comments ? Comments::with : Comments::without));
  });
}

}  // namespace poldyn::app
