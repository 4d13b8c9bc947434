#include "app/console/scenario_input.h"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <utility>

#include "app/console/failure.h"
#include "app/console/terminal.h"
#include "sim/disk/scenario_disk.h"
#include "sim/experiment/experiment_file.h"
#include "sim/results/results_reader.h"

namespace poldyn::app {
namespace {

/// Whether the command line sets this key, by whatever spelling: --set run.seed=5, --set 'run={seed=5}'.
bool on_command_line(const Reading& reading, const std::string& key) {
  const auto at = reading.set_at.find(key);
  return at != reading.set_at.end() && at->second.source && !at->second.source->is_file;
}

/// Seed and replicates of the runs that the file holds: the scenario of a campaign's point does not know them.
void take_runs_own(const results::Reader& result, std::size_t point, const Overrides& overrides, Reading& reading) {
  if (!on_command_line(reading, "run.replicates"))
    reading.scenario.run.replicates = static_cast<std::int64_t>(result.replicates());
  if (overrides.seed || on_command_line(reading, "run.seed")) return;
  const auto seed = result.seed_of(point);
  if (!seed || !std::in_range<std::int64_t>(*seed))
    throw Failure(Exit::bad_data,
                  fmt::format("{}: the runs of point {} have {}; --seed says which to take",
                              result.file().path().string(), point, seed ? "no seed of poldyn's" : "not all one seed"));
  reading.scenario.run.seed = static_cast<std::int64_t>(*seed);
}

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
  if (reading.ok()) take_runs_own(result, point, overrides, reading);
  return reading;
}

/// One would win and the other be read by nobody.
void refuse_twice(const Reading& reading, const Overrides& overrides) {
  const auto both = [&](bool given, const char* key, const char* option) {
    if (given && on_command_line(reading, key))
      throw Failure(Exit::usage, fmt::format("--set {} would be read by nobody: {}", key, option));
  };
  both(overrides.seed.has_value(), "run.seed", "--seed says it");
  both(overrides.replicates.has_value(), "run.replicates", "--replicates says it");
  both(overrides.releases, "record.releases", "--releases says it");
  both(overrides.events, "record.events", "--events says it");
  for (const auto& [key, instead] : overrides.unread) both(true, key, instead);
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
  if (!reading.ok()) throw InputError(exit_for(reading.mistakes), to_text(reading.mistakes));
  refuse_twice(reading, overrides);
  Scenario& scenario = reading.scenario;
  if (overrides.seed) scenario.run.seed = *overrides.seed;
  if (overrides.replicates) scenario.run.replicates = *overrides.replicates;
  scenario.record.releases |= overrides.releases;
  scenario.record.filings |= overrides.filings;
  scenario.record.events |= overrides.events;
  return reading;
}

void say_notes(const std::vector<Mistake>& notes) {
  for (Mistake note : notes) {
    note.problem = "note: " + note.problem;
    say(to_text(note));
  }
}

Scenario load_scenario(const std::filesystem::path& file, const Overrides& overrides) {
  return load_reading(file, overrides).scenario;
}

}  // namespace poldyn::app
