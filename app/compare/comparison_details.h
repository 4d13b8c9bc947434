#pragma once

#include <string>

#include "app/compare/comparison_report.h"

namespace poldyn::app {

/// The statistics that comparison_text() leaves out, in tables of their own.
std::string comparison_details(const ComparisonReport& report, std::size_t width);

}  // namespace poldyn::app
