#pragma once

#include "app/report/exhibit.h"
#include "app/report/study_material.h"

namespace poldyn::app {

/// Which factors matter: for each metric a tornado and a ranking with intervals, a panel for each base.
ReportSection influence_section(const StudyMaterial& material);

/// What is said of a metric first: the factor that moves it most and how far, or that these runs tell of none.
std::string influence_sentence(const StudyMaterial& material, const StudyResponse& response, std::size_t told);

}  // namespace poldyn::app
