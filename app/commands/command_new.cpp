#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>

#include "app/commands/commands.h"
#include "app/commands/next_step.h"
#include "app/console/input_files.h"
#include "app/console/option_checks.h"
#include "app/console/terminal.h"
#include "app/runs/shipped_scenarios.h"
#include "sim/hdf5/h5_error.h"
#include "sim/hdf5/partial_file.h"
#include "sim/reading/scenario_template.h"

namespace poldyn::app {
namespace {

struct NewOptions {
  std::filesystem::path file = "scenario.toml";
  std::string from;
  bool force = false;
};

void write_starter(const NewOptions& options) {
  const bool to_stdout = options.file == "-";
  const std::string title = to_stdout ? "scenario" : options.file.stem().string();
  const std::string text =
      options.from.empty() ? new_scenario_text(title) : text_from(shipped_scenario(options.from), title);
  if (to_stdout) return print(text);
  refuse_names_of_campaigns(options.file);
  h5::PartialFile file(options.file, options.force ? h5::IfExists::replace : h5::IfExists::refuse);
  std::ofstream out(file.path());
  errno = 0;
  out << text;
  out.close();
  if (!out) {
    const int error = errno;
    throw h5::IoFailure({options.file, {}, "write", std::strerror(error), h5::remedy_for(error)});
  }
  file.publish();
  print(fmt::format("Wrote {}. {}", options.file.string(), next_after_new(options.file)));
}

}  // namespace

void add_new(CLI::App& program, Session&) {
  const auto options = std::make_shared<NewOptions>();
  CLI::App& command = *program.add_subcommand("new", "Write a scenario to start from");
  command.add_option("FILE", options->file, "its name, or - to print it; else scenario.toml");
  command.add_option("--from", options->from, "a scenario that comes with poldyn: poldyn scenarios")
      ->check(not_empty())
      ->type_name("NAME");
  command.add_flag("-f,--force", options->force, "replace an existing file");
  command.footer(
      "Example: poldyn new mine.toml && poldyn run mine.toml\n"
      "         poldyn new mine.toml --from open");
  command.callback([options] { write_starter(*options); });
}

}  // namespace poldyn::app
