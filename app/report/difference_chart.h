#pragma once

#include <string>
#include <vector>

#include "app/report/exhibit.h"
#include "app/report/finding.h"

namespace poldyn::app {

/// Dots on bars on one axis for each scale: shares of A, percentage points, months. Without `wide` where none can be
/// drawn.
ReportChart difference_chart(const ReportMaterial& material, const std::vector<Finding>& findings,
                             const std::string& id, const std::string& title);

}  // namespace poldyn::app
