#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "analysis/paired.h"
#include "analysis/sequence.h"
#include "app/commands.h"
#include "app/compare_sides.h"
#include "app/console/interrupt.h"
#include "app/console/json.h"
#include "app/console/numbers.h"
#include "app/console/option_checks.h"
#include "app/console/terminal.h"
#include "app/console/text_table.h"
#include "app/selection.h"
#include "app/summary.h"

namespace poldyn::app {
namespace {

using analysis::Estimate;

struct SelectOptions {
  CompareOptions sides;  ///< scenarios, settings, seed and threads are read as `compare` reads them
  std::string metric, delta, bloc;
  double level = analysis::confidence;
  std::size_t first = 20, most = 1'000;
};

/// A scenario's mean in the metric's own sign.
Estimate mean_of(const Selection& selection, std::size_t side) {
  Estimate made = analysis::estimate(selection.values(side), analysis::confidence);
  if (!selection.plan().goal.low) made.mean = -made.mean;
  return made;
}

/// How much worse than the best, over the replicates that both have, with an interval that holds wherever it stopped.
Estimate behind(const Selection& selection, std::size_t side) {
  const auto& best = selection.values(selection.procedure().best());
  return analysis::at_any_look(analysis::paired_difference(best, selection.values(side), analysis::confidence).estimate,
                               analysis::confidence);
}

std::string fate(const Selection& selection, std::size_t side) {
  const auto& procedure = selection.procedure();
  const auto& end = procedure.ends()[side];
  if (end.after > 0) return fmt::format("out after {}, by {}", end.after, analysis::side_letter(end.by));
  if (!procedure.done()) return "still in";
  return side == procedure.best() ? "chosen" : "equal to it";
}

std::string amount(double value, const Goal& goal) {
  return fmt::format("{:.4g}{}{}", value, goal.about.symbol.empty() ? "" : " ", goal.about.symbol);
}

std::string verdict(const Selection& selection, const std::vector<RunSide>& sides) {
  const auto& plan = selection.plan();
  const std::size_t best = selection.procedure().best();
  const std::string delta = amount(plan.kim_nelson.delta, plan.goal);
  if (!selection.procedure().done())
    return fmt::format("Nothing is selected within {} runs of each: {} are still in.", plan.most,
                       selection.procedure().in().size());
  return fmt::format(
      "Chosen: {} ({}). If one scenario is better than every other by {} or more, it is the one chosen with "
      "a probability of at least {:.4g}; where others are closer, it may be any of those.",
      sides[best].name, analysis::side_letter(best), delta, plan.kim_nelson.level);
}

std::string text_of(const Selection& selection, const std::vector<RunSide>& sides, std::size_t width) {
  const Goal& goal = selection.plan().goal;
  TextTable table{{goal.name() + (goal.about.symbol.empty() ? "" : " [" + goal.about.symbol + "]"), "runs", "mean",
                   "behind the best", ""},
                  {}};
  for (std::size_t i = 0; i < sides.size(); ++i) {
    std::string name = fmt::format("{} {}", analysis::side_letter(i), sides[i].name);
    for (const auto& setting : sides[i].settings) name += " " + setting;
    const bool best = i == selection.procedure().best();
    table.rows.push_back({name, std::to_string(selection.values(i).size()), shown(mean_of(selection, i)),
                          best ? "" : shown(behind(selection, i), true), fate(selection, i)});
  }
  return fmt::format("{}\n{}\n", table.text(width), wrapped(verdict(selection, sides), width));
}

std::string json_of(const Selection& selection, const std::vector<RunSide>& sides) {
  const auto& plan = selection.plan();
  const auto& procedure = selection.procedure();
  Json rows = Json::array();
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const auto& end = procedure.ends()[i];
    rows.push_back({{"side", analysis::side_letter(i)},
                    {"file", sides[i].name},
                    {"settings", sides[i].settings},
                    {"runs", selection.values(i).size()},
                    {"mean", as_json(mean_of(selection, i))},
                    {"behind_best_any_look", as_json(behind(selection, i))},
                    {"out_after", end.after > 0 ? Json(end.after) : Json(nullptr)},
                    {"out_by", end.after > 0 ? Json(analysis::side_letter(end.by)) : Json(nullptr)}});
  }
  const Json made{{"path", plan.goal.about.path},
                  {"label", plan.goal.label},
                  {"unit", plan.goal.about.symbol},
                  {"better", plan.goal.low ? "low" : "high"},
                  {"bloc", plan.bloc},
                  {"delta", plan.kim_nelson.delta},
                  {"probability_of_correct_selection", plan.kim_nelson.level},
                  {"first_runs", plan.kim_nelson.first},
                  {"selected", procedure.done() ? Json(analysis::side_letter(procedure.best())) : Json(nullptr)},
                  {"scenarios", std::move(rows)}};
  return made.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

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
    print(json_of(selection, sides));
  else if (!options.sides.quiet)
    print(text_of(selection, sides, terminal_width()));
  finish_output();
  if (!selection.procedure().done())
    throw Failure(
        Exit::precision_not_reached,
        fmt::format("{} runs of each do not select one; --max-runs {} would at most be needed, or a larger --delta",
                    options.most, selection.procedure().most() + 1));
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
      ->check(whole_number(5, 1'000'000))
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
