#pragma once

#include "app/report/exhibit.h"
#include "app/report/material.h"

namespace poldyn::app {

/// Differences by domain of use: what its users meet. Nothing of one side, or of results without domains.
ReportSection domains_section(const ReportMaterial& material);
/// Differences by group of the ecosystem, in money or, of a group without, in what it does.
ReportSection groups_section(const ReportMaterial& material);

}  // namespace poldyn::app
