#pragma once

#include <string>

#include "app/attribute/attribution_report.h"

namespace poldyn::app {

/// Everything that an attribution found; docs/attribution.md says what its members mean.
std::string attribution_json(const AttributionReport& report);

}  // namespace poldyn::app
