#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands/commands.h"
#include "app/console/interrupt.h"
#include "app/console/option_checks.h"
#include "app/console/terminal.h"
#include "app/tradeoff/tradeoff_json.h"
#include "app/tradeoff/tradeoff_text.h"

namespace poldyn::app {

void add_tradeoff(CLI::App& program, Session&) {
  const auto options = std::make_shared<TradeoffOptions>();
  CLI::App& command = *program.add_subcommand("tradeoff", "Weigh the policies of a finished sweep");
  command.add_option("FILE", options->file, "merged result file of a sweep")->required();
  command.add_option("--policies", options->policies, "factors that are chosen, or base")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("FACTOR,...");
  command.add_option("-m,--metric", options->metrics, "NAME:low or NAME:high is better; repeatable")
      ->allow_extra_args(false)
      ->type_name("METRIC");
  command.add_option("--satisfy", options->satisfy, "as 'time_to_deployment < 90 d'; repeatable")
      ->allow_extra_args(false)
      ->type_name("CONDITION");
  command.add_option("--bloc", options->bloc, "bloc that is looked at, if there are several")
      ->check(not_empty())
      ->type_name("NAME");
  command.add_flag("--all", options->all, "show all policies of a long list");
  command.add_flag("--json", options->json, "print everything as JSON");
  command.footer(
      "Example: poldyn tradeoff review.h5 --policies reviewers \\\n"
      "           -m time_to_deployment:low -m releases:high \\\n"
      "           --satisfy 'time_to_deployment < 200 d'\n\n"
      "docs/tradeoffs.md says what the measures mean. Without -m: control latency\n"
      "against time to deployment, low is better of both.");
  command.callback([options] {
    watch_interrupts();
    const TradeoffReport report = tradeoff_of(*options);
    print(options->json ? tradeoff_json(report) : tradeoff_text(report, options->all, terminal_width()));
  });
}

}  // namespace poldyn::app
