#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/io/partial_file.h"
#include "sim/observe/run_result.h"

namespace poldyn::results {

/// What a result file says besides its numbers.
struct Plan {
  std::vector<std::string> scenarios;  ///< resolved TOML text of each point
  std::uint32_t replicates = 1;
  std::uint64_t base_seed = 1;
  std::string title;
  std::string version;  ///< of poldyn
  std::string git_commit;
  std::string command_line;
  RunShape shape;
  std::vector<SimTime> times;        ///< shape.times of them
  std::vector<std::string> blocs;    ///< names, shape.blocs of them
  std::vector<std::string> domains;  ///< names, shape.domains of them
  bool releases = false;
  bool events = false;
};

/// Writes the result file of one or many points (scenarios) with the same axes, each run `replicates` times. Runs are
/// added in the order of replicates within points; so equal runs give equal data, however they were made. The file
/// appears under its final name by commit(), whole, or not at all. One thread at a time, as for h5::Writer, and the
/// same exceptions.
class Writer {
 public:
  Writer(const std::filesystem::path& path, h5::IfExists if_exists, Plan plan);
  Writer(Writer&&) noexcept;
  Writer& operator=(Writer&&) noexcept;
  ~Writer();

  /// Throws std::logic_error if the result does not have the plan's shape.
  void add(const RunResult& result);
  /// The next run failed: its values are NaN, and `message` says why.
  void add_failed(const std::string& message);
  /// Throws std::logic_error if runs are missing.
  void commit();

  std::uint64_t fingerprint() const;                  ///< of all runs so far
  const std::filesystem::path& partial_path() const;  ///< absolute; a signal handler may unlink it
  const std::filesystem::path& final_path() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace poldyn::results
