#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "sim/batch/campaign.h"
#include "sim/results/results_writer.h"

namespace poldyn {

/// Runs of a campaign are missing, or parts of it are damaged.
class Incomplete : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct MergeOptions {
  h5::IfExists if_exists = h5::IfExists::refuse;
  bool partial = false;  ///< missing runs are NaN and have the status `missing`
  std::string command_line;
  std::string version, git_commit;
  std::function<void(std::size_t done, std::size_t all)> progress;  ///< may be empty; throws to give up
};

struct Merged {
  std::size_t runs = 0, failed = 0, missing = 0;
};

/// Writes one result file with all runs of a campaign, in the order of its points and replicates: its data depend
/// neither on how many threads, ranks or shards made them nor on when. Memory does not grow with the number of runs but
/// for some 50 bytes of each. Throws Incomplete, and as results::Writer.
Merged merge(const Campaign& campaign, const std::filesystem::path& output, const MergeOptions& options);

}  // namespace poldyn
