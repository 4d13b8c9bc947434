#pragma once

#include "app/report/exhibit.h"
#include "app/report/study_material.h"

namespace poldyn::app {

/// What a campaign varied: each factor with its ends, what it means and where its value comes from.
ReportSection design_section(const StudyMaterial& material);

/// "160 points of design saltelli, 2 replicates on common random numbers"
std::string design_in_words(const StudyMaterial& material);

}  // namespace poldyn::app
