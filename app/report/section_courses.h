#pragma once

#include "app/report/exhibit.h"
#include "app/report/material.h"

namespace poldyn::app {

/// How iteration, capability and fragmentation run over the years.
ReportSection courses_section(const ReportMaterial& material);

}  // namespace poldyn::app
