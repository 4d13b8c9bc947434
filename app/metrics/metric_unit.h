#pragma once

#include "sim/base/unit.h"
#include "sim/results/results_reader.h"

namespace poldyn::app {

/// Of a metric that this version knows; of another one what its symbol says.
Unit unit_of(const results::MetricInfo& about);

}  // namespace poldyn::app
