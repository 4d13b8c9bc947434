#pragma once

#include <string>
#include <vector>

#include "analysis/precision.h"
#include "sim/base/metric.h"

namespace poldyn::app {

/// A total as a result file would describe it.
results::MetricInfo metric_info(const MetricRow& row, std::string_view group);

/// Reads "idea_to_deployment=3 d", "totals/iteration/review_share=0.02", "releases=5%", "mean_wait[audit]=2 d". Throws
/// CLI::ValidationError with the nearest name.
analysis::PrecisionTarget parse_target(const std::string& text);

/// Throws CLI::ValidationError if the target's label names nothing in two blocs that are compared; says who has it.
void require_label(const analysis::PrecisionTarget& target, const std::vector<analysis::Side>& sides);

/// The same for values, once there are runs.
void require_values(const analysis::PrecisionTarget& target, const std::vector<analysis::Side>& sides);

/// " d"; nothing for a pure number.
std::string unit_after(const analysis::PrecisionTarget& target);
/// "3 d", "5 %"
std::string asked_text(const analysis::PrecisionTarget& target);

}  // namespace poldyn::app
