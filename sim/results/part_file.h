#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/results/results_format.h"

/// The parts of a campaign: HDF5 files that hold many runs each, in no order that matters.
namespace poldyn::parts {

/// One run as a part keeps it.
struct Row {
  std::uint64_t id = 0;
  std::uint64_t seed = 0;
  std::uint32_t replicate = 0;
  results::RunStatus status = results::RunStatus::ok;
  std::uint64_t fingerprint = 0;
  std::uint64_t events = 0;
  double seconds = 0;  ///< that it took: no part of the results
  std::string message;
  std::vector<double> totals;  ///< of all metrics kept, one after the other; empty if it failed
  std::vector<double> sampled;
};

/// What all parts of a campaign have in common.
struct Layout {
  std::vector<std::string> totals;  ///< what each value of a run is: "iteration/releases[north]"
  std::size_t sampled = 0;          ///< values of a run
  std::uint64_t campaign = 0;       ///< hash of what is run and kept
  std::string version;
  std::string git_commit;
};

/// Writes a part into `folder`, by way of a hidden file whose name begins with `stem`, and gives its path:
/// part-<hash of its bytes>.h5. It has this name only when it is whole and on the disk. Throws as h5::Writer.
std::filesystem::path write(const std::filesystem::path& folder, const std::string& stem, const Layout& layout,
                            const std::vector<Row>& rows);

/// True if the bytes of a part are those that it was written with: its name says so.
bool intact(const std::filesystem::path& part);
/// True for a regular file of such a name: a pipe would keep its reader waiting.
bool is_part(const std::filesystem::path& file);

/// Ids and states of a part's runs. Reading throws h5::NotReadable, also if the part's arrays do not fit each other.
struct Index {
  std::uint64_t campaign = 0;
  std::size_t totals = 0, sampled = 0;  ///< values of a run
  std::vector<std::uint64_t> ids;
  std::vector<results::RunStatus> statuses;
  std::vector<double> seconds;
};
Index read_index(const std::filesystem::path& part);

/// Reads runs of a part, some rows at a time. Throws h5::NotReadable, as read_index().
class Reader {
 public:
  explicit Reader(const std::filesystem::path& part);
  ~Reader();
  Reader(Reader&&) noexcept;

  std::size_t size() const;
  Row read(std::size_t row);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace poldyn::parts
