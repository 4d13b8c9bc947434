#pragma once

#include "app/report/exhibit.h"
#include "app/report/study_material.h"

namespace poldyn::app {

/// Policies of a campaign against each other: the front, several measures side by side, what is worth finding out.
/// Nothing if none were weighed.
ReportSection tradeoff_section(const StudyMaterial& material);

/// Which policies are on the front, in a sentence; empty if none were weighed.
std::string tradeoff_sentence(const StudyMaterial& material);

}  // namespace poldyn::app
