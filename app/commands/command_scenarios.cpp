#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands/commands.h"
#include "app/console/json.h"
#include "app/console/option_checks.h"
#include "app/console/terminal.h"
#include "app/console/text_table.h"
#include "app/runs/shipped_scenarios.h"
#include "sim/reading/word_search.h"

namespace poldyn::app {
namespace {

struct ScenariosOptions {
  std::vector<std::string> words;
  bool json = false;
};

std::vector<ShippedScenario> chosen(const std::string& words) {
  auto all = shipped_scenarios();
  if (words.empty()) return all;
  std::erase_if(all, [&](const auto& one) { return !all_words_in(words, {one.name, one.title, one.question}); });
  if (all.empty())
    throw Failure(Exit::usage, fmt::format("no shipped scenario has '{}' in its name, its title or its question; "
                                           "`poldyn scenarios` lists all",
                                           words));
  return all;
}

std::string as_text(const std::vector<ShippedScenario>& all, std::size_t width) {
  std::string text;
  for (const auto& one : all) {
    text += one.name + "\n" + labelled("    ", one.title, width) + "\n";
    if (!one.question.empty()) text += labelled("    ", one.question, width) + "\n";
  }
  return text + "\n" +
         wrapped("poldyn new mine.toml --from NAME makes a scenario of your own from one of them.", width) + "\n";
}

std::string as_json(const std::vector<ShippedScenario>& all) {
  Json made = Json::array();
  for (const auto& one : all)
    made.push_back({{"name", one.name}, {"file", one.file.string()}, {"title", one.title}, {"question", one.question}});
  return made.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

void add_scenarios(CLI::App& program, Session&) {
  const auto options = std::make_shared<ScenariosOptions>();
  CLI::App& command = *program.add_subcommand("scenarios", "List the scenarios that come with poldyn");
  command.add_option("WORDS", options->words, "only those with them in their names or what they ask")
      ->check(not_empty());
  command.add_flag("--json", options->json, "print as JSON");
  command.footer("Example: poldyn scenarios registry\n         poldyn new mine.toml --from open");
  command.callback([options] {
    const auto all = chosen(fmt::format("{}", fmt::join(options->words, " ")));
    print(options->json ? as_json(all) : as_text(all, terminal_width()));
  });
}

}  // namespace poldyn::app
