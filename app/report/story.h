#pragma once

#include "app/report/exhibit.h"
#include "app/report/material.h"

namespace poldyn::app {

/// The whole report, as HTML and Markdown are made of it. Sections that have nothing to say are left out.
ReportStory story_of(const ReportMaterial& material);

}  // namespace poldyn::app
