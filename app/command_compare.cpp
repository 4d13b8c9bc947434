#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "analysis/comparison.h"
#include "app/commands.h"
#include "app/comparison_report.h"
#include "app/terminal.h"

namespace poldyn::app {
namespace {

struct CompareOptions {
  std::vector<std::filesystem::path> files;
  bool json = false;
};

void compare(const CompareOptions& options) {
  std::vector<results::Reader> files;
  for (const auto& file : options.files) {
    files.emplace_back(file);
    if (files.back().points() != 1)
      throw Failure(Exit::usage,
                    fmt::format("{} holds {} scenarios, and one is compared; `poldyn run {} --point N` makes "
                                "a file of one",
                                file.string(), files.back().points(), file.string()));
  }
  const analysis::Comparison comparison = analysis::compare(files);
  for (const auto& warning : comparison.warnings) say(fmt::format("poldyn: note: {}\n", warning));
  print(options.json ? comparison_json(files, comparison) : comparison_text(files, comparison, terminal_width()));
}

}  // namespace

void add_compare(CLI::App& program, Session&) {
  const auto options = std::make_shared<CompareOptions>();
  CLI::App& command = *program.add_subcommand("compare", "Compare result files with the first of them");
  command.add_option("FILE", options->files, "two or more result files")->required()->expected(2, 1 << 20);
  command.add_flag("--json", options->json, "print the comparison as JSON");
  command.footer(
      "Example: poldyn compare open.h5 sovereign.h5\n\n"
      "Runs of the same seed share their random numbers and are compared pair by pair.");
  command.callback([options] { compare(*options); });
}

}  // namespace poldyn::app
