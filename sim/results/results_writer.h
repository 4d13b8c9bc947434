#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/unit.h"
#include "sim/hdf5/partial_file.h"
#include "sim/observe/run_result.h"
#include "sim/reading/axis_names.h"

namespace poldyn::results {

/// A factor's column of a design: numbers in `unit`, or texts.
struct DesignColumn {
  std::string name;
  std::string meaning;
  Unit unit = Unit::none;
  bool numeric = false;
  std::string moves_with;           ///< the factor that it moves in lockstep with; empty: by itself
  std::vector<std::string> levels;  ///< of a text in the order in which the experiment lists them; may be empty
  std::function<double(std::size_t point)> number;  ///< NaN where the factor does not apply
  std::function<std::string(std::size_t point)> text;
};

/// Where the points of a campaign come from. What belongs to a point is asked for while it is written.
struct DesignTable {
  std::string experiment;         ///< text of the experiment file
  std::string kind;               ///< of the design: "saltelli"
  std::uint32_t grid_levels = 0;  ///< of Morris trajectories
  std::vector<std::string> base_names;
  std::vector<std::string> base_texts;  ///< with every parameter
  std::size_t points = 0;
  std::function<std::int32_t(std::size_t point)> base;
  std::function<std::uint64_t(std::size_t point)> point_id;
  std::function<std::string(std::size_t point)> settings;  ///< "key = value", one on a line: what differs from the base
  std::vector<DesignColumn> columns;
};

/// What a result file says besides its numbers.
struct Header {
  std::vector<std::string> scenarios;  ///< resolved TOML text of each point; none if there is a design
  std::uint32_t replicates = 1;
  std::uint64_t base_seed = 1;
  std::string title;
  std::string version;  ///< of poldyn
  std::string git_commit;
  std::string command_line;
  RunShape shape;
  std::vector<SimTime> times;  ///< shape.times of them
  AxisNames names;             ///< as many as the shape says
  bool releases = false;
  bool filings = false;
  bool events = false;
  std::optional<DesignTable> design = std::nullopt;               ///< of a campaign
  std::optional<std::vector<std::size_t>> totals = std::nullopt;  ///< places in total_metrics() to keep; nothing: all
  std::optional<std::vector<std::size_t>> sampled =
      std::nullopt;  ///< places in sampled_metrics() to keep; nothing: all

  std::size_t points() const { return design ? design->points : scenarios.size(); }
};

/// Writes the result file of one or many points (scenarios) with the same axes, each run `replicates` times. Runs are
/// added in the order of replicates within points; so equal runs give equal data, however they were made. The file
/// appears under its final name by commit(), whole, or not at all. One thread at a time, as for h5::Writer, and the
/// same exceptions.
class Writer {
 public:
  Writer(const std::filesystem::path& path, h5::IfExists if_exists, Header plan);
  Writer(Writer&&) noexcept;
  Writer& operator=(Writer&&) noexcept;
  ~Writer();

  /// Throws std::logic_error if the result does not have the plan's shape, or other metrics than are kept.
  void add(const RunResult& result);
  /// The next run failed: its values are NaN, and `message` says why.
  void add_failed(const std::string& message) { add_without_values(message, {}); }
  void add_failed(const std::string& message, std::uint64_t seed) { add_without_values(message, seed); }
  /// The next run was not made: its values are NaN.
  void add_missing(std::uint64_t seed);
  /// Throws std::logic_error if runs are missing.
  void commit();

  std::uint64_t fingerprint() const;                  ///< of all runs so far
  const std::filesystem::path& partial_path() const;  ///< absolute; a signal handler may unlink it
  const std::filesystem::path& final_path() const;

 private:
  void add_without_values(const std::string& message, std::optional<std::uint64_t> seed);

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace poldyn::results
