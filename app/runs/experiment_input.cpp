#include "app/runs/experiment_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/console/failure.h"
#include "app/console/scenario_input.h"
#include "sim/disk/toml_file.h"
#include "sim/reading/scenario_layers.h"

namespace poldyn::app {
namespace {

/// Whether the file has the tables of a scenario and none of an experiment's.
bool is_scenario_file(const std::filesystem::path& file) {
  constexpr auto of_experiment = std::to_array<std::string_view>({"experiment", "factor", "set"});
  constexpr auto of_scenario =
      std::to_array<std::string_view>({"extends", "run", "bloc", "domain", "mechanisms", "policy"});
  const TomlFile read = read_toml_file(file, largest_scenario);
  const auto* root = std::get_if<TomlNode>(&read.tree);
  const auto has = [&](std::string_view key) { return root->find(key) != nullptr; };
  return root && std::none_of(of_experiment.begin(), of_experiment.end(), has) &&
         std::any_of(of_scenario.begin(), of_scenario.end(), has);
}

/// What another kind of file is, and which command takes it: its keys would only be told as unknown, one by one.
void refuse_other_kinds(const std::filesystem::path& file) {
  std::error_code none;
  if (!std::filesystem::is_regular_file(file, none)) return;
  const std::string name = file.string();
  if (is_result_file(file))
    throw Failure(Exit::usage,
                  fmt::format("{} is a result file, not an experiment; `poldyn status` says what it holds, "
                              "`poldyn expand` prints its scenario",
                              name));
  if (is_scenario_file(file))
    throw Failure(Exit::usage, fmt::format("{} is a scenario, not an experiment; `poldyn run` runs it. An experiment "
                                           "names it: [experiment] and below it base = \"{}\"",
                                           name, file.filename().string()));
}

}  // namespace

ExperimentReading load_experiment_reading(const std::filesystem::path& file) {
  refuse_other_kinds(file);
  ExperimentReading reading = read_experiment(file);
  if (!reading.ok()) throw InputError(exit_for(reading.mistakes), to_text(reading.mistakes));
  say_notes(reading.notes);
  return reading;
}

Experiment load_experiment(const std::filesystem::path& file) { return load_experiment_reading(file).experiment; }

}  // namespace poldyn::app
