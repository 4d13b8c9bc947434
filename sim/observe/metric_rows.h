#pragma once

#include <span>

#include "sim/base/metric.h"

namespace poldyn {

/// Every output variable, declared once, in the order of RunResult. Names are unique within each list.
std::span<const MetricRow> sampled_metrics();
std::span<const MetricRow> total_metrics();

}  // namespace poldyn
