#include <CLI/CLI.hpp>
#include <memory>

#include "app/commands.h"
#include "app/metric_reference.h"
#include "app/terminal.h"
#include "sim/io/param_reference.h"

namespace poldyn::app {
namespace {

struct ParamsOptions {
  std::string format = "text";
  bool metrics = false;
};

std::string parameters(const std::string& format) {
  if (format == "markdown") return params_markdown();
  return format == "schema" ? params_schema() : params_text(terminal_width());
}

std::string metrics(const std::string& format) {
  if (format == "schema") throw Failure(Exit::usage, "metrics have no schema: --format text or markdown");
  return format == "markdown" ? metrics_markdown() : metrics_text(terminal_width());
}

}  // namespace

void add_params(CLI::App& program, Session&) {
  const auto options = std::make_shared<ParamsOptions>();
  CLI::App& command = *program.add_subcommand("params", "Explain every parameter, or every metric");
  command.add_option("--format", options->format, "text, markdown, or schema (JSON Schema for editors)")
      ->check(CLI::IsMember({"text", "markdown", "schema"}))
      ->type_name("FORMAT");
  command.add_flag("--metrics", options->metrics, "the output variables instead");
  command.footer("Example: poldyn params --format schema > poldyn.schema.json");
  command.callback([options] { print(options->metrics ? metrics(options->format) : parameters(options->format)); });
}

}  // namespace poldyn::app
