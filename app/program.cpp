#include "app/program.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>
#include <vector>

#include "app/commands/commands.h"
#include "app/console/current_exception.h"
#include "app/console/failure.h"
#include "app/console/shell_word.h"
#include "app/console/terminal.h"
#include "claims/command.h"
#include "poldyn_version.h"
#include "sim/reading/nearest.h"

namespace poldyn::app {
namespace {

constexpr const char* exit_codes =
    "Exit codes: 0 ok; 3 some runs failed; 4 replay differs; 6 the asked precision\n"
    "was not reached; 64 usage; 65 bad data; 66 no input; 70 internal error;\n"
    "73 cannot create a file; 74 I/O error; 75 interrupted, run again to go on.\n";

std::string command_line_of(int argc, const char* const* argv) {
  std::string line = "poldyn";
  for (int i = 1; i < argc; ++i) line += " " + shell_word(argv[i]);
  return line;
}

std::vector<std::string> command_names(CLI::App& program) {
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options())
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

/// CLI11 would say only what is missing or left over; people want to know what they may have meant.
void refuse_unknown_command(CLI::App& program, int argc, const char* const* argv) {
  if (argc < 2 || argv[1][0] == '-') return;
  const auto names = command_names(program);
  if (std::find(names.begin(), names.end(), argv[1]) != names.end()) return;
  throw Failure(Exit::usage, fmt::format("unknown command '{}'; {}", argv[1], suggestion(argv[1], names)));
}

std::string usage_text(CLI::App& program, const CLI::ParseError& error) {
  const auto used = program.get_subcommands();
  CLI::App& at = used.empty() ? program : *used.front();
  const std::string where = used.empty() ? "poldyn" : "poldyn " + at.get_name();
  std::string text = error.what();
  for (const auto& extra : at.remaining()) {
    const std::string name = extra.substr(0, extra.find('='));
    if (name.starts_with("--"))
      text = fmt::format("unknown option '{}'; {}", name, suggestion(name, option_names(at)));
    else if (name.starts_with("-"))
      text = fmt::format("unknown option '{}'", name);
    else
      text = fmt::format("unexpected argument '{}'", extra);
    break;
  }
  return fmt::format("{}\nTry '{} --help'.", text, where);
}

int parse_and_run(int argc, const char* const* argv) {
  Session session{command_line_of(argc, argv)};
  CLI::App program("Simulates how policy shapes an ecosystem of AI vendors.", "poldyn");
  program.get_formatter()->column_width(28);
  program.set_version_flag("--version", fmt::format("poldyn {} ({})", version, std::string(git_commit).substr(0, 12)));
  program.footer(fmt::format("Example: poldyn new && poldyn run scenario.toml --replicates 20\n\n{}", exit_codes));
  program.require_subcommand(1);
  for (const auto add : {add_run,      add_compare, add_attribute, add_sensitivity, add_discover,  add_threshold,
                         add_tradeoff, add_select,  add_recovery,  add_replay,      add_show,      add_report,
                         add_check,    add_expand,  add_params,    add_facts,       add_claims,    add_sweep,
                         add_status,   add_merge,   add_export,    add_new,         add_scenarios, add_help})
    add(program, session);
  try {
    if (argc < 2) throw CLI::CallForHelp();
    refuse_unknown_command(program, argc, argv);
    program.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    print(program.help());
    if (argc < 2) session.exit = Exit::usage;
  } catch (const CLI::CallForVersion& call) {
    print(fmt::format("{}\n", call.what()));
  } catch (const CLI::ParseError& error) {
    throw Failure(Exit::usage, usage_text(program, error));
  }
  finish_output();
  return static_cast<int>(session.exit);
}

}  // namespace

int run_program(int argc, const char* const* argv) noexcept {
  try {
    prepare_streams();
    return parse_and_run(argc, argv);
  } catch (...) {
    return say_current_exception();
  }
}

}  // namespace poldyn::app
