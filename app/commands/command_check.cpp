#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands/commands.h"
#include "app/console/numbers.h"
#include "app/console/scenario_input.h"
#include "app/console/terminal.h"
#include "app/runs/experiment_input.h"
#include "app/runs/run_size.h"
#include "sim/experiment/experiment_file.h"

namespace poldyn::app {
namespace {

struct CheckOptions {
  std::vector<std::filesystem::path> files;
  Overrides overrides;
  bool quiet = false;
};

/// All files are read, whatever is wrong with the first.
void check(const CheckOptions& options, Session& session) {
  for (const auto& file : options.files) {
    try {
      if (is_experiment_file(file)) {
        const Experiment experiment = load_experiment(file);
        const RunSize size = size_of(experiment);
        require_bearable(size, file.string());
        if (!options.quiet)
          print(fmt::format("{}: ok: {}, {}; {}\n", file.string(), counted(experiment.points(), "point"),
                            counted(experiment.replicates, "replicate"), size_text(size)));
        continue;
      }
      const Reading reading = load_reading(file, options.overrides);
      const Scenario& scenario = reading.scenario;
      say_notes(reading);
      const RunSize size = size_of(scenario);
      require_bearable(size, file.string());
      if (!options.quiet)
        print(fmt::format("{}: ok: {}, {}; {}\n", file.string(), counted(scenario.blocs.size(), "bloc"),
                          shown(scenario.run.horizon), size_text(size)));
    } catch (const InputError& mistakes) {
      say(mistakes.what());
      if (session.exit == Exit::ok) session.exit = mistakes.exit();
    } catch (const Failure& failure) {
      say_error(fmt::format("{}\n", failure.what()));
      if (session.exit == Exit::ok) session.exit = failure.exit();
    }
  }
}

}  // namespace

void add_check(CLI::App& program, Session& session) {
  const auto options = std::make_shared<CheckOptions>();
  CLI::App& command = *program.add_subcommand("check", "Say all that is wrong with scenarios or experiments");
  command.add_option("SCENARIO", options->files, "TOML files")->required();
  command.add_option("--set", options->overrides.set, "set a parameter first; repeatable")
      ->allow_extra_args(false)
      ->type_name("KEY=VALUE");
  command.add_flag("-q,--quiet", options->quiet, "say only what is wrong");
  command.footer("Example: poldyn check scenarios/*.toml\n\nExit codes: 0 all are fine; 65 bad data; 66 no such file.");
  command.callback([options, &session] { check(*options, session); });
}

}  // namespace poldyn::app
