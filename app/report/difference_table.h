#pragma once

#include <vector>

#include "app/report/exhibit.h"
#include "app/report/finding.h"

namespace poldyn::app {

/// Both sides, the difference and the verdict of each finding: rounded, for people.
ReportTable difference_table(const ReportMaterial& material, const std::vector<Finding>& findings);
/// With all digits, for programs.
ReportFrame difference_frame(const ReportMaterial& material, const std::vector<Finding>& findings);

}  // namespace poldyn::app
