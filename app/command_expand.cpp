#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands.h"
#include "app/scenario_input.h"
#include "app/terminal.h"
#include "sim/io/scenario_writer.h"

namespace poldyn::app {
namespace {

struct ExpandOptions {
  std::filesystem::path file;
  Overrides overrides;
  bool comments = false;
};

}  // namespace

void add_expand(CLI::App& program, Session&) {
  const auto options = std::make_shared<ExpandOptions>();
  CLI::App& command = *program.add_subcommand("expand", "Print a scenario with every parameter, as TOML");
  command.add_option("SCENARIO", options->file, "a TOML file, or a result file")->required();
  command.add_option("--set", options->overrides.set, "set a parameter first; repeatable")
      ->allow_extra_args(false)
      ->type_name("KEY=VALUE");
  command.add_flag("--comments", options->comments, "with meaning, range and source of each parameter");
  command.footer("Example: poldyn expand results.h5 > as_it_was_run.toml");
  command.callback([options] {
    const Scenario scenario = load_scenario(options->file, options->overrides);
    print(write_scenario(scenario, options->comments ? Comments::with : Comments::without));
  });
}

}  // namespace poldyn::app
