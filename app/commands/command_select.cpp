#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands/commands.h"
#include "app/compare/compare_sides.h"
#include "app/console/interrupt.h"
#include "app/console/option_checks.h"
#include "app/console/terminal.h"
#include "app/tradeoff/selection_report.h"

namespace poldyn::app {
namespace {

constexpr std::size_t most_ever = 1'000'000;  // runs of each

struct SelectOptions {
  CompareOptions sides;  ///< scenarios, settings, seed and threads are read as `compare` reads them
  std::string metric, delta, bloc;
  double level = analysis::confidence;
  std::size_t first = 20, most = 1'000;
};

SelectionPlan plan_of(const SelectOptions& options, const std::vector<RunSide>& sides) {
  SelectionPlan plan;
  plan.bloc = bloc_in_all(sides, options.bloc);
  plan.goal = parse_goal(options.metric, goals_of(sides, plan.bloc));
  plan.kim_nelson = {
      .delta = parse_amount(options.delta, plan.goal.about, "--delta"), .level = options.level, .first = options.first};
  if (!(plan.kim_nelson.delta > 0))
    throw CLI::ValidationError("--delta",
                               fmt::format("'{}' is not above 0: the smallest difference that matters", options.delta));
  if (options.level * static_cast<double>(sides.size()) <= 1)
    throw CLI::ValidationError("--confidence",
                               fmt::format("{} is what a blind choice among {} has", options.level, sides.size()));
  if (options.most < options.first)
    throw CLI::ValidationError("--max-runs", fmt::format("{} is less than --first, {}", options.most, options.first));
  plan.most = options.most;
  plan.jobs = options.sides.jobs.value_or(0);
  return plan;
}

void select_best(const SelectOptions& options) {
  if (!are_scenarios(options.sides))
    throw Failure(Exit::usage,
                  "select makes runs, so it takes scenarios (.toml); poldyn tradeoff weighs finished ones");
  InputFiles inputs;
  const PairedRuns paired = runs_of(options.sides, readings_of(options.sides, inputs));
  const auto& sides = paired.run_sides();
  Selection selection(sides, plan_of(options, sides));
  watch_interrupts();
  {
    ProgressBar bar(!options.sides.quiet && errors_on_terminal());
    selection.run(bar);
  }
  if (options.sides.json)
    print(selection_json(selection, sides));
  else if (!options.sides.quiet)
    print(selection_text(selection, sides, terminal_width()));
  finish_output();
  if (!selection.procedure().done())
    throw Failure(Exit::precision_not_reached, fmt::format("{} runs of each do not select one; {}", options.most,
                                                           how_to_select(selection, most_ever)));
}

}  // namespace

void add_select(CLI::App& program, Session&) {
  const auto options = std::make_shared<SelectOptions>();
  CLI::App& command = *program.add_subcommand("select", "Run scenarios until the best one is known");
  command.add_option("FILE", options->sides.files, "two or more scenarios")->required()->expected(2, 1'000);
  command.add_option("-m,--metric", options->metric, "total and what is better, NAME:low or NAME:high")
      ->required()
      ->type_name("METRIC");
  command.add_option("--delta", options->delta, "smallest difference that matters, as '5 d'")
      ->required()
      ->type_name("AMOUNT");
  command.add_option("--confidence", options->level, "probability of correct selection (0.95)")
      ->check(number_within(0.5, 0.9999))
      ->type_name("P");
  command.add_option("--first", options->first, "runs of each before any is left out (20)")
      ->check(whole_number(5, 10'000))
      ->type_name("N");
  command.add_option("--max-runs", options->most, "give up after that many of each (1000)")
      ->check(whole_number(5, most_ever))
      ->type_name("N");
  command.add_option("--bloc", options->bloc, "bloc that is looked at, if there are several")
      ->check(not_empty())
      ->type_name("NAME");
  command.add_option("--set", options->sides.set, "set a parameter of all, or of one: B:key=value")
      ->allow_extra_args(false)
      ->type_name("KEY=VALUE");
  command.add_option("--seed", options->sides.seed, "base seed of all; without it the first one's")
      ->check(whole_number(0, 9'200'000'000'000'000'000))
      ->type_name("S");
  command.add_option("-j,--jobs", options->sides.jobs, "threads; without it one for each core")
      ->check(whole_number(1, 4096))
      ->type_name("N");
  command.add_flag("--json", options->sides.json, "print as JSON");
  command.add_flag("-q,--quiet", options->sides.quiet, "neither progress nor tables");
  command.footer(
      "Example: poldyn select open.toml permits.toml \\\n"
      "           -m time_to_deployment:low --delta '5 d'\n\n"
      "Procedure KN on common random numbers; docs/tradeoffs.md says what it promises.\n"
      "Exit code 6: none was selected within --max-runs.");
  command.callback([options] { select_best(*options); });
}

}  // namespace poldyn::app
