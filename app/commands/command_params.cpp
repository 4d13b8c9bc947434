#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "app/commands/commands.h"
#include "app/console/option_checks.h"
#include "app/console/terminal.h"
#include "app/glossary/glossary.h"
#include "app/metrics/metric_reference.h"
#include "sim/reading/nearest.h"
#include "sim/reading/param_reference.h"
#include "sim/reading/param_schema.h"

namespace poldyn::app {
namespace {

struct ParamsOptions {
  std::string format = "text";
  std::string word;
  bool metrics = false;
};

/// What the word is near to, among parameters or metrics, or among the other of the two.
[[noreturn]] void refuse_word(const ParamsOptions& options) {
  const auto parameters = param_words(), metrics = metric_words();
  const auto& here = options.metrics ? metrics : parameters;
  const auto& there = options.metrics ? parameters : metrics;
  const std::string last = options.word.substr(options.word.find_last_of("./") + 1);
  const std::string list = options.metrics ? "poldyn params --metrics" : "poldyn params";
  std::string remedy = fmt::format("`{}` lists all", list);
  if (const std::string near = nearest(last, here); !near.empty() && near != last)
    remedy = fmt::format("did you mean '{}'?", near);
  else if (std::find(there.begin(), there.end(), last) != there.end())
    remedy = fmt::format("`poldyn params {}{}` has one", options.metrics ? "" : "--metrics ", last);
  throw Failure(Exit::usage, fmt::format("no {} has '{}' in its names or its description; {}",
                                         options.metrics ? "metric" : "parameter", options.word, remedy));
}

std::string chosen_text(const ParamsOptions& options) {
  if (options.format != "text") throw Failure(Exit::usage, "a word picks from the text; markdown and schema are whole");
  std::string text =
      options.metrics ? metrics_text(terminal_width(), options.word) : params_text(terminal_width(), options.word);
  if (text.empty()) refuse_word(options);
  return text;
}

std::string parameters(const std::string& format) {
  if (format == "glossary")
    throw Failure(Exit::usage, "the glossary is of metrics: params --metrics --format glossary");
  if (format == "markdown") return params_markdown();
  return format == "schema" ? params_schema() : params_text(terminal_width());
}

std::string metrics(const std::string& format) {
  if (format == "schema") throw Failure(Exit::usage, "metrics have no schema: --format text, markdown or glossary");
  if (format == "glossary") return glossary_markdown();
  return format == "markdown" ? metrics_markdown() : metrics_text(terminal_width());
}

}  // namespace

void add_params(CLI::App& program, Session&) {
  const auto options = std::make_shared<ParamsOptions>();
  CLI::App& command = *program.add_subcommand("params", "Explain every parameter, or every metric");
  command
      .add_option("WORD", options->word, "only those with it in their names or meaning;\nrun.horizon: in their keys")
      ->check(not_empty());
  command
      .add_option("--format", options->format,
                  "text, markdown, schema (JSON Schema for editors),\nor of metrics glossary: each in a plain sentence")
      ->check(CLI::IsMember({"text", "markdown", "schema", "glossary"}))
      ->type_name("FORMAT");
  command.add_flag("--metrics", options->metrics, "the output variables instead");
  command.footer(
      "Example: poldyn params compliance\n"
      "         poldyn params 'review time'\n"
      "         poldyn params --metrics mean_wait\n"
      "         poldyn params --format schema > poldyn.schema.json");
  command.callback([options] {
    if (!options->word.empty()) return print(chosen_text(*options));
    print(options->metrics ? metrics(options->format) : parameters(options->format));
  });
}

}  // namespace poldyn::app
