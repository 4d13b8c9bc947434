#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "analysis/stats.h"
#include "sim/policy/scenario.h"
#include "sim/results/results_reader.h"

namespace poldyn::app {

/// What the summary of a run tells besides what stands in its file.
struct RunReport {
  std::filesystem::path file;  ///< as the user would name it
  double seconds = 0;          ///< of wall time; not in the file, which is to be the same whenever it is made
};

/// One screen: what was run, the headline totals of each bloc, where the file is and how to look at it.
std::string summary_text(const results::Reader& result, const Scenario& scenario, const RunReport& report,
                         std::size_t width);
std::string summary_json(const results::Reader& result, const Scenario& scenario, const RunReport& report);

/// {"n": 20, "mean": 38.2, "low": 36.9, "high": 39.5}, null for what does not exist.
nlohmann::ordered_json as_json(const analysis::Estimate& estimate);

}  // namespace poldyn::app
