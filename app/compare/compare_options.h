#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "analysis/stats.h"

namespace poldyn::app {

/// The command line of `poldyn compare`.
struct CompareOptions {
  std::vector<std::filesystem::path> files;
  std::vector<std::string> set;
  std::vector<std::string> precision;
  std::vector<std::string> metrics;
  std::string since;  ///< a length of time; empty: from the warm-up on
  std::optional<std::int64_t> seed;
  std::optional<std::size_t> replicates, max_runs;
  std::optional<unsigned> jobs;
  double level = analysis::confidence;
  std::filesystem::path output;
  bool force = false, json = false, details = false, quiet = false;
  bool markdown = false, csv = false, latex = false;
  std::vector<std::string> equivalent;  ///< margins; none: nothing is said of being practically equal
};

}  // namespace poldyn::app
