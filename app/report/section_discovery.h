#pragma once

#include "app/report/exhibit.h"
#include "app/report/study_material.h"

namespace poldyn::app {

/// Where a condition is met: the box, its bounds, what a tree says, and the way to the box. Nothing if none was asked
/// for.
ReportSection discovery_section(const StudyMaterial& material);

}  // namespace poldyn::app
