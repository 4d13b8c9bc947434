#include "app/discover/varied_parameter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "app/console/failure.h"
#include "app/console/scenario_input.h"
#include "sim/experiment/experiment_file.h"
#include "sim/reading/scenario_writer.h"
#include "sim/reading/value_text.h"

namespace poldyn::app {
namespace {

/// As TOML: a number as it is, "30 d" in quotes.
std::string as_toml(const std::string& text) {
  const bool number = !text.empty() && text.find_first_not_of("0123456789.eE+-") == text.npos;
  return number ? text : toml_string(text);
}

/// Mistakes of the experiment that the options are read as, in the words of the options: nobody wrote its lines.
Failure refused(const std::vector<Mistake>& mistakes) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> words{{{"factor.x.range", "--range"},
                                                                                {"factor.x.key", "--parameter"},
                                                                                {"the base '", "scenario '"},
                                                                                {"the factor 'x'", "it"}}};
  std::vector<std::string> told;
  for (const Mistake& mistake : mistakes) {
    std::string text = mistake.problem;
    for (const auto& [from, to] : words)
      if (const std::size_t at = text.find(from); at != text.npos) text.replace(at, from.size(), to);
    if (text.find("--") == text.npos) text.insert(0, "--parameter: ");
    if (mistake.remedy.find("did you mean") != std::string::npos) text += "; " + mistake.remedy;
    if (std::find(told.begin(), told.end(), text) == told.end()) told.push_back(std::move(text));
  }
  return {exit_for(mistakes),
          fmt::format("{}\n  poldyn params KEY shows the range of a parameter, and poldyn expand SCENARIO "
                      "what a scenario has",
                      fmt::join(told, "\n"))};
}

}  // namespace

VariedParameter::VariedParameter(std::string key, std::vector<std::string> range, std::vector<std::string> names,
                                 const std::vector<Scenario>& scenarios)
    : key_(std::move(key)), names_(std::move(names)) {
  for (const Scenario& scenario : scenarios) texts_.push_back(write_scenario(scenario));
  const std::string text =
      fmt::format("[experiment]\ntitle = \"range\"\n\n[factor.x]\nkey = {}\nrange = [{}, {}]\nlevels = 2\n",
                  toml_string(key_), as_toml(range.at(0)), as_toml(range.at(1)));
  const ExperimentReading reading = read_experiment(StoredExperiment{"--parameter", text, "", names_, texts_});
  if (!reading.ok()) throw refused(reading.mistakes);
  const poldyn::Factor& factor = reading.experiment.factors.front();
  if (!factor.numeric || reading.experiment.points() < 2 * names_.size())
    throw Failure(Exit::usage, fmt::format("--range: {} to {} is no range of numbers of {}", range[0], range[1], key_));
  low_ = std::get<double>(reading.experiment.value(0, 0));
  high_ = std::get<double>(reading.experiment.value(1, 0));
  if (!(low_ < high_)) throw Failure(Exit::usage, fmt::format("--range: {} is not below {}", range[0], range[1]));
  unit_ = factor.unit;
  whole_ = factor.targets.front().front().row->kind == Kind::integer;
}

std::string VariedParameter::shown(double x) const {
  const std::string_view symbol = info(unit_).symbol;
  return symbol.empty() ? fmt::format("{:.4g}", x) : fmt::format("{:.4g} {}", x, symbol);
}

std::vector<Scenario> VariedParameter::at(double x) const {
  const std::string text =
      fmt::format("[experiment]\ntitle = \"value\"\n\n[factor.x]\nkey = {}\nvalues = [{}]\n", toml_string(key_), x);
  const ExperimentReading reading = read_experiment(StoredExperiment{"--parameter", text, "", names_, texts_});
  if (!reading.ok()) throw refused(reading.mistakes);
  std::vector<Scenario> made;
  try {
    for (std::size_t point = 0; point < names_.size(); ++point) made.push_back(reading.experiment.scenario(point));
  } catch (const std::runtime_error& error) {
    throw Failure(Exit::bad_data, fmt::format("{} at {}: {}", key_, shown(x), error.what()));
  }
  return made;
}

}  // namespace poldyn::app
