#include "app/scenario_input.h"

#include <fmt/format.h>

#include <array>
#include <fstream>

#include "app/failure.h"
#include "app/terminal.h"
#include "sim/batch/experiment_file.h"
#include "sim/io/results_reader.h"

namespace poldyn::app {
namespace {

Reading read_result(const std::filesystem::path& file, const Overrides& overrides) {
  const results::Reader result(file);
  if (result.points() != 1 && !overrides.point)
    throw Failure(Exit::usage, fmt::format("{} holds {} scenarios; --point says which, counted from 0", file.string(),
                                           result.points()));
  const std::size_t point = overrides.point.value_or(0);
  if (point >= result.points())
    throw Failure(Exit::usage, fmt::format("{} has no point {}: it holds {}, counted from 0", file.string(), point,
                                           result.points()));
  auto [text, settings] = result.point_scenario(point);
  settings.insert(settings.end(), overrides.set.begin(), overrides.set.end());
  Reading reading = read_scenario_text(text, file.string() + ":/scenario", settings);
  reading.files.push_back(file.string());
  return reading;
}

}  // namespace

Exit exit_for(const std::vector<Mistake>& mistakes) {
  // The gravest decides: a file that is missing hides what else may be wrong.
  for (const auto& mistake : mistakes)
    if (mistake.blame == Blame::no_input) return Exit::no_input;
  for (const auto& mistake : mistakes)
    if (mistake.blame == Blame::data) return Exit::bad_data;
  return Exit::usage;
}

bool is_result_file(const std::filesystem::path& file) {
  std::array<char, 8> start{};
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return file.extension() == ".h5" || file.extension() == ".nc";
  std::ifstream(file, std::ios::binary).read(start.data(), start.size());
  return std::string_view(start.data(), start.size()) == "\x89HDF\r\n\x1a\n";
}

Reading load_reading(const std::filesystem::path& file, const Overrides& overrides) {
  if (is_experiment_file(file))
    throw Failure(Exit::usage, fmt::format("{} is an experiment, not a scenario; `poldyn expand` lists its runs, "
                                           "`poldyn sweep` runs them",
                                           file.string()));
  const bool result = is_result_file(file);
  if (overrides.point && !result)
    throw Failure(Exit::usage, fmt::format("{} is one scenario; --point is for result files of many, as poldyn merge "
                                           "makes them",
                                           file.string()));
  Reading reading = result ? read_result(file, overrides) : read_scenario(file, overrides.set);
  if (!reading.ok()) throw Mistakes(exit_for(reading.mistakes), to_text(reading.mistakes));
  Scenario& scenario = reading.scenario;
  if (overrides.seed) scenario.run.seed = *overrides.seed;
  if (overrides.replicates) scenario.run.replicates = *overrides.replicates;
  scenario.record.releases |= overrides.releases;
  scenario.record.filings |= overrides.filings;
  scenario.record.events |= overrides.events;
  return reading;
}

void say_notes(const Reading& reading) {
  for (Mistake note : reading.notes) {
    note.problem = "note: " + note.problem;
    say(to_text(note));
  }
}

Scenario load_scenario(const std::filesystem::path& file, const Overrides& overrides) {
  return load_reading(file, overrides).scenario;
}

}  // namespace poldyn::app
