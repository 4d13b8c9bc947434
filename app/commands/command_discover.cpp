#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "app/commands/commands.h"
#include "app/console/interrupt.h"
#include "app/console/option_checks.h"
#include "app/console/terminal.h"
#include "app/discover/discovery_json.h"
#include "app/discover/discovery_report.h"
#include "app/runs/resampling.h"

namespace poldyn::app {
namespace {

struct DiscoverOptions {
  std::filesystem::path file;
  std::string where, of, against;
  std::optional<std::size_t> step;
  double level = analysis::confidence;
  bool way = false, json = false;
};

[[noreturn]] void refuse(const DiscoverOptions& options, const DiscoveryInput& input, const std::string& reason) {
  std::string text = fmt::format("{}: {}", options.file.string(), reason);
  if (input.left_out > 0)
    text += fmt::format(
        "; {} of its points were left out, since every run failed or there is "
        "nothing to compare with",
        input.left_out);
  throw Failure(Exit::bad_data, text);
}

void discover(const DiscoverOptions& options) {
  const auto file = std::make_shared<const results::Reader>(options.file);
  const analysis::Study study = analysis::study_of(*file);
  if (study.factors.empty() && study.bases.size() < 2)
    throw Failure(Exit::bad_data, fmt::format("{}: nothing varies in this file; `poldyn sweep` and `poldyn merge` make "
                                              "one whose points differ",
                                              options.file.string()));
  const BaseChoice bases = choose_bases(study, options.of, options.against);
  const StudyCondition condition = read_study_condition(options.where, analysis::side_of(file), !bases.against.empty());
  DiscoveryReport report{options.file.string(),
                         study.title,
                         options.where,
                         study.points,
                         study.replicates,
                         options.level,
                         discovery_input(study, condition, bases),
                         {}};
  stop_if_interrupted();
  analysis::DiscoveryOptions how;
  how.level = options.level;
  how.step = options.step;
  try {
    report.found = analysis::discover(report.input.points, report.input.outcomes, resampler_for("discover"), how);
  } catch (const analysis::NothingToDiscover& nothing) {
    refuse(options, report.input, nothing.what());
  }
  print(options.json ? discovery_json(report) : discovery_text(report, options.way, terminal_width()));
}

}  // namespace

void add_discover(CLI::App& program, Session&) {
  const auto options = std::make_shared<DiscoverOptions>();
  CLI::App& command = *program.add_subcommand("discover", "Under which values of its factors a condition is met");
  command.add_option("FILE", options->file, "merged file of a campaign")->required();
  command.add_option("--where", options->where, "condition, as \"idea_to_deployment < 90 d\"")
      ->required()
      ->check(not_empty())
      ->type_name("CONDITION");
  command.add_option("--of", options->of, "base whose runs are looked at")->check(not_empty())->type_name("BASE");
  command.add_option("--against", options->against, "base that those are compared with, run by run")
      ->check(not_empty())
      ->type_name("BASE");
  command.add_option("--step", options->step, "takes this box of --way with all its bounds")
      ->check(whole_number(0, 1'000'000))
      ->type_name("N");
  command.add_option("--confidence", options->level, "of intervals and of the box (0.95)")
      ->check(number_within(0.5, 0.9999))
      ->type_name("P");
  command.add_flag("--way", options->way, "lists the boxes on the way");
  command.add_flag("--json", options->json, "print everything as JSON");
  command.footer(
      "Example: poldyn discover all.h5 --where \"idea_to_deployment < 90 d\"\n"
      "         poldyn discover all.h5 --of gated --against free \\\n"
      "           --where \"idea_to_deployment within 5 %\"\n\n"
      "Metrics: poldyn params --metrics; of several blocs one, as releases@north.\n"
      "Conditions can be joined by and, or, not and parentheses.");
  command.callback([options] { discover(*options); });
}

}  // namespace poldyn::app
