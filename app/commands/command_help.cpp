#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands/commands.h"
#include "app/console/terminal.h"
#include "sim/reading/nearest.h"

namespace poldyn::app {
namespace {

/// The same as `poldyn COMMAND --help`, or without a command `poldyn --help`.
std::string help_of(CLI::App& program, const std::string& name) {
  // program.help() would be that of the command in use, which is this one.
  if (name.empty()) return program.get_formatter()->make_help(&program, program.get_name(), CLI::AppFormatMode::Normal);
  std::vector<std::string> known;
  for (CLI::App* command : program.get_subcommands({})) {
    if (command->get_name() == name) return command->help(program.get_name());
    known.push_back(command->get_name());
  }
  throw Failure(Exit::usage, fmt::format("unknown command '{}'; {}", name, suggestion(name, known)));
}

}  // namespace

void add_help(CLI::App& program, Session&) {
  const auto name = std::make_shared<std::string>();
  CLI::App& command = *program.add_subcommand("help", "Say how to use poldyn, or one of its commands");
  command.add_option("COMMAND", *name, "run, compare, ...");
  command.footer("Example: poldyn help run");
  command.callback([name, &program] { print(help_of(program, *name)); });
}

}  // namespace poldyn::app
