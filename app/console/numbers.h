#pragma once

#include <string>

#include "analysis/stats.h"
#include "sim/base/sim_time.h"
#include "sim/results/results_reader.h"

namespace poldyn::app {

/// "38.2 ± 1.3": as many digits as the interval is worth; "-" without a value. `sign` shows a plus.
std::string shown(const analysis::Estimate& estimate, bool sign = false);
/// "idea_to_deployment [d]"
std::string label(const results::MetricInfo& metric);
/// "10 y", "90 d"
std::string shown(Days length);
/// "1 run", "20 runs"
std::string counted(std::size_t n, const std::string& what);

}  // namespace poldyn::app
