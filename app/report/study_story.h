#pragma once

#include "app/report/exhibit.h"
#include "app/report/study_material.h"

namespace poldyn::app {

/// The report of a campaign: what was varied, what came out, what matters, and what was asked besides.
ReportStory study_story(const StudyMaterial& material);

}  // namespace poldyn::app
