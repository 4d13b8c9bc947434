#pragma once

#include "app/report/exhibit.h"
#include "app/report/study_material.h"

namespace poldyn::app {

/// Main effects: what comes out at each level of the factors that move a metric most, everything else averaged.
ReportSection effects_section(const StudyMaterial& material);

}  // namespace poldyn::app
