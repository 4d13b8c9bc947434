#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands/commands.h"
#include "app/commands/next_step.h"
#include "app/console/input_files.h"
#include "app/console/interrupt.h"
#include "app/console/numbers.h"
#include "app/console/option_checks.h"
#include "app/console/terminal.h"
#include "poldyn_version.h"
#include "sim/batch/merge.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;

struct MergeArguments {
  fs::path folder;
  fs::path output;
  bool force = false;
  bool partial = false;
  bool quiet = false;
};

InputFiles inputs_of(const Campaign& campaign) {
  InputFiles inputs;
  inputs.add(campaign.folder() / "campaign.toml");
  std::error_code none;
  for (const auto& part : fs::directory_iterator(campaign.parts_folder(), none)) inputs.add(part.path());
  return inputs;
}

void merge_command(const MergeArguments& arguments, Session& session) {
  const Campaign campaign = Campaign::in(arguments.folder);
  fs::path output = arguments.output;
  if (output.empty()) output = (fs::absolute(arguments.folder) / "").parent_path().filename().string() + ".h5";
  inputs_of(campaign).refuse(output);
  watch_interrupts();
  MergeOptions options{arguments.force ? h5::IfExists::replace : h5::IfExists::refuse,
                       arguments.partial,
                       session.command_line,
                       version,
                       git_commit,
                       [](std::size_t, std::size_t) {
                         if (stop_flag())
                           throw Failure(Exit::interrupted,
                                         "interrupted; nothing was written, the parts are untouched");
                       }};
  const Merged merged = merge(campaign, output, options);
  if (!arguments.quiet) {
    std::string besides;
    if (merged.failed > 0) besides += fmt::format(", {} of them failed", merged.failed);
    if (merged.missing > 0) besides += fmt::format(", {} of them not made yet", merged.missing);
    print(fmt::format("{}: {}{}\n{}", output.string(), counted(merged.runs, "run"), besides, next_after_merge(output)));
  }
  if (merged.failed > 0) session.exit = Exit::runs_failed;
}

}  // namespace

void add_merge(CLI::App& program, Session& session) {
  const auto arguments = std::make_shared<MergeArguments>();
  CLI::App& command = *program.add_subcommand("merge", "Make one result file of a campaign's folder");
  command.add_option("FOLDER", arguments->folder, "folder that poldyn sweep made")->required();
  command.add_option("-o,--output", arguments->output, "result file; without it FOLDER's name with .h5, here")
      ->check(not_empty())
      ->type_name("FILE");
  command.add_flag("-f,--force", arguments->force, "replace an existing result file");
  command.add_flag("--partial", arguments->partial, "although runs are missing: their values are NaN");
  command.add_flag("-q,--quiet", arguments->quiet, "say nothing");
  command.footer(
      "Example: poldyn merge review -o review.h5\n\n"
      "The data do not depend on how the runs were shared out. Exit code 65: runs are\n"
      "missing or parts damaged; 3: some runs failed, the file holds the others.");
  command.callback([arguments, &session] { merge_command(*arguments, session); });
}

}  // namespace poldyn::app
