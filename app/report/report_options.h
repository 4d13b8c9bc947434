#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analysis/stats.h"

namespace poldyn::app {

/// The command line of `poldyn report`.
struct ReportOptions {
  std::vector<std::filesystem::path> files;
  std::filesystem::path output;  ///< empty: report.html or report.md
  std::vector<std::string> metrics;
  std::string question, bloc;
  std::filesystem::path facts;  ///< folder of `poldyn facts`; empty: none
  double level = analysis::confidence;
  std::vector<std::filesystem::path> with;  ///< saved attributions and claims, told of on the same page
  // Of a campaign: a condition, whose bases, and what is weighed.
  std::string where, of, against;
  std::vector<std::string> policies, goals, satisfy;
  bool markdown = false, force = false, quiet = false;
};

}  // namespace poldyn::app
