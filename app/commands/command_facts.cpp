#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "app/commands/commands.h"
#include "app/console/input_files.h"
#include "app/console/option_checks.h"
#include "app/console/scenario_input.h"
#include "app/console/shipped_file.h"
#include "app/console/terminal.h"
#include "app/facts/facts_report.h"
#include "app/facts/judged_facts.h"
#include "app/runs/result_file.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;

struct FactsOptions {
  fs::path file = shipped_file("data/facts.toml");
  Overrides overrides;
  unsigned jobs = 0;
  fs::path folder;
  bool quiet = false;
  bool json = false;
};

/// One result file for each scenario, in the order in which facts name them. All scenarios are read before any is run.
std::vector<fs::path> scenarios_of(const FactFile& facts) {
  std::vector<fs::path> made;
  for (const Fact& fact : facts.facts)
    if (std::find(made.begin(), made.end(), fact.scenario) == made.end()) made.push_back(fact.scenario);
  return made;
}

void facts(const FactsOptions& options, Session& session) {
  const FactFile file = load_facts(options.file);
  const auto paths = scenarios_of(file);
  std::vector<Scenario> scenarios;
  InputFiles inputs;
  inputs.add(options.file);
  for (const auto& path : paths) {
    Reading reading = load_reading(path, options.overrides);
    inputs.add_all(reading.files);
    scenarios.push_back(std::move(reading.scenario));
  }
  for (const auto& path : paths) inputs.refuse(facts_result(options.folder, path));
  fs::create_directories(options.folder);
  std::vector<JudgedFact> judged(file.facts.size());
  for (std::size_t s = 0; s < paths.size(); ++s) {
    const fs::path output = facts_result(options.folder, paths[s]);
    if (!options.quiet) say(fmt::format("{} ({} runs)\n", paths[s].string(), scenarios[s].run.replicates));
    run_to_file(scenarios[s], options.jobs, !options.quiet && errors_on_terminal(), output, h5::IfExists::replace,
                session.command_line);
    const results::Reader result(output);
    for (std::size_t f = 0; f < judged.size(); ++f)
      if (file.facts[f].scenario == paths[s]) judged[f] = judge_fact(file.facts[f], result);
  }
  print(options.json ? facts_json(judged) : facts_text(judged, terminal_width()));
}

}  // namespace

void add_facts(CLI::App& program, Session& session) {
  const auto options = std::make_shared<FactsOptions>();
  options->folder = "facts";
  options->overrides.replicates = 40;
  CLI::App& command = *program.add_subcommand("facts", "Hold scenarios against observed figures");
  command.add_option("FILE", options->file, "list of facts; without it data/facts.toml");
  command.add_option("--replicates", options->overrides.replicates, "runs of each scenario, 10 to 100000 (40)")
      ->check(whole_number(10, 100'000))
      ->type_name("N");
  command.add_option("-j,--jobs", options->jobs, "threads; without it one for each core")
      ->check(whole_number(1, 4096))
      ->type_name("N");
  command.add_option("--set", options->overrides.set, "set a parameter in every scenario; repeatable")
      ->allow_extra_args(false)
      ->type_name("KEY=VALUE");
  command.add_option("-o,--output", options->folder, "folder for the result files (facts)")
      ->check(not_empty())
      ->type_name("FOLDER");
  command.add_flag("-q,--quiet", options->quiet, "no progress");
  command.add_flag("--json", options->json, "print the judgements as JSON");
  command.footer(
      "Example: poldyn facts\n\n"
      "A fact is hit if what was observed lies in the 5 % to 95 % range of single runs.\n"
      "A miss is no error: the exit code is 0. The result files stay in the folder.");
  command.callback([options, &session] { facts(*options, session); });
}

}  // namespace poldyn::app
