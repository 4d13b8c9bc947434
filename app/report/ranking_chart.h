#pragma once

#include "app/report/exhibit.h"
#include "app/report/study_material.h"

namespace poldyn::app {

/// How much each factor matters, with intervals, a panel for each base: shares of the variance or, of Morris
/// trajectories, mu*. Without `wide` if nothing varies beyond its noise.
ReportChart ranking_chart(const StudyMaterial& material, const StudyResponse& response, const std::string& id);

}  // namespace poldyn::app
