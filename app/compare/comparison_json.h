#pragma once

#include <string>

#include "app/compare/comparison_report.h"

namespace poldyn::app {

/// Everything that the comparison found, as one object.
std::string comparison_json(const ComparisonReport& report);

}  // namespace poldyn::app
