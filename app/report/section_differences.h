#pragma once

#include <vector>

#include "app/report/exhibit.h"
#include "app/report/finding.h"

namespace poldyn::app {

/// The headline differences as dots on bars, by theme, and what exists on one side only in a sentence. Of one side its
/// headline as a table.
ReportSection differences_section(const ReportMaterial& material, const std::vector<Finding>& findings);

}  // namespace poldyn::app
