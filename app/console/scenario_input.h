#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/console/failure.h"
#include "sim/policy/scenario.h"
#include "sim/reading/mistake.h"
#include "sim/reading/scenario_file.h"

namespace poldyn::app {

/// What the command line says on top of a scenario file.
struct Overrides {
  std::vector<std::string> set;  ///< "dotted.key=value"
  std::optional<std::int64_t> seed;
  std::optional<std::int64_t> replicates;
  std::optional<std::uint64_t> point;  ///< of a result file with several
  bool filings = false;
  bool releases = false;
  bool events = false;
  /// Keys that this command does not take from a scenario, and what says it instead: --set with one is refused.
  std::vector<std::pair<const char*, const char*>> unread;
};

/// Reads a scenario from TOML, or from the result file that was made with it; `files` names all that was read. Throws
/// InputError, and Failure or h5::NotReadable.
Reading load_reading(const std::filesystem::path& file, const Overrides& overrides = {});
Scenario load_scenario(const std::filesystem::path& file, const Overrides& overrides = {});

/// Says on standard error what is hardly meant in a sound scenario.
void say_notes(const std::vector<Mistake>& notes);
inline void say_notes(const Reading& reading) { say_notes(reading.notes); }

/// How the program ends because of mistakes in its input.
Exit exit_for(const std::vector<Mistake>& mistakes);

/// True for an HDF5 file, by its content or, if that cannot be read, by its name.
bool is_result_file(const std::filesystem::path& file);

}  // namespace poldyn::app
