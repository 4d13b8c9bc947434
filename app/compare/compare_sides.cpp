#include "app/compare/compare_sides.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/around.h"
#include "app/console/failure.h"
#include "app/console/interrupt.h"
#include "app/console/scenario_input.h"
#include "app/console/terminal.h"
#include "app/metrics/metric_option.h"
#include "app/runs/scenario_side.h"
#include "sim/reading/nearest.h"

namespace poldyn::app {
namespace {

namespace fs = std::filesystem;

/// Side that "B:key=value" names; nothing for "key=value".
std::optional<std::size_t> side_named(const std::string& edit, std::size_t sides) {
  const std::size_t colon = edit.find(':');
  if (colon == edit.npos || colon > edit.find('=')) return std::nullopt;
  const std::string name = edit.substr(0, colon);
  std::vector<std::string> known;
  for (std::size_t i = 0; i < sides; ++i) known.push_back(analysis::side_letter(i));
  const auto at = std::find(known.begin(), known.end(), name);
  if (at == known.end())
    throw Failure(Exit::usage,
                  fmt::format("--set '{}': there is no side '{}'; {}", edit, name, suggestion(name, known)));
  return static_cast<std::size_t>(at - known.begin());
}

Overrides overrides_of(const CompareOptions& options, std::size_t side) {
  Overrides made;
  for (const auto& edit : options.set) {
    const auto named = side_named(edit, options.files.size());
    if (named && *named != side) continue;
    made.set.push_back(named ? edit.substr(edit.find(':') + 1) : edit);
  }
  made.seed = options.seed;
  made.unread = {{"run.replicates", "--replicates says how many pairs are made"},
                 {"record.releases", "no tables are kept; `poldyn run` keeps them"},
                 {"record.filings", "no tables are kept; `poldyn run` keeps them"},
                 {"record.events", "no tables are kept; `poldyn run` keeps them"}};
  return made;
}

}  // namespace

/// True if scenarios are to be run, false for result files. Throws Failure for a mix.
bool are_scenarios(const CompareOptions& options) {
  const auto finished = std::find_if(options.files.begin(), options.files.end(), is_result_file);
  if (finished == options.files.end()) return true;
  const auto other = std::find_if_not(options.files.begin(), options.files.end(), is_result_file);
  if (other != options.files.end())
    throw Failure(Exit::usage, fmt::format("{} is a result file and {} is none: give result files, which are read, or "
                                           "scenarios, which are run",
                                           finished->string(), other->string()));
  std::string runs;
  const auto note = [&](bool given, const char* name) {
    if (given) runs += (runs.empty() ? "" : ", ") + std::string(name);
  };
  note(!options.set.empty(), "--set");
  note(!options.precision.empty(), "--precision");
  note(options.seed.has_value(), "--seed");
  note(options.replicates.has_value(), "--replicates");
  note(options.max_runs.has_value(), "--max-runs");
  note(options.jobs.has_value(), "--jobs");
  if (!runs.empty())
    throw Failure(Exit::usage, fmt::format("result files hold the runs that they hold; {} {} for scenarios (.toml)",
                                           runs, runs.find(',') == runs.npos ? "is" : "are"));
  return false;
}

std::vector<Reading> readings_of(const CompareOptions& options, InputFiles& inputs) {
  std::vector<Reading> readings;
  for (std::size_t i = 0; i < options.files.size(); ++i) {
    readings.push_back(load_reading(options.files[i], overrides_of(options, i)));
    inputs.add_all(readings.back().files);
    say_notes(readings.back());
  }
  return readings;
}

PairedRuns runs_of(const CompareOptions& options, const std::vector<Reading>& readings) {
  std::vector<RunSide> sides;
  for (std::size_t i = 0; i < options.files.size(); ++i)
    sides.push_back({options.files[i].string(), overrides_of(options, i).set, readings[i].scenario});
  const std::int64_t seed = sides.front().scenario.run.seed;
  for (std::size_t i = 1; i < sides.size(); ++i)
    if (sides[i].scenario.run.seed != seed)
      say(fmt::format("poldyn: note: {}: runs with the seed of the first, {}, so that runs are pairs\n", sides[i].name,
                      seed));
  return {std::move(sides), static_cast<std::uint64_t>(seed), since_of(options.since)};
}

std::vector<analysis::Side> sides_in_files(const CompareOptions& options) {
  std::vector<analysis::Side> sides;
  for (const auto& name : options.files) {
    stop_if_interrupted();
    const auto file = std::make_shared<const results::Reader>(name);
    if (file->points() != 1)
      throw Failure(Exit::usage,
                    fmt::format("{} holds {} scenarios, and one is compared; `poldyn run {} --point N` makes "
                                "a file of one",
                                name.string(), file->points(), name.string()));
    sides.push_back(analysis::side_of(file));
    auto [text, settings] = file->point_scenario(0);
    Reading reading = read_scenario_text(text, name.string() + ":/scenario", settings);
    if (reading.ok()) {  // else of another version, and its numbers can be compared all the same
      describe(sides.back(), std::make_shared<const Scenario>(std::move(reading.scenario)));
      sides.back().settings = std::move(settings);
    }
    analysis::average_over(sides.back(), analysis::mean_span(sides.back().warmup, since_of(options.since)));
  }
  return sides;
}

}  // namespace poldyn::app
