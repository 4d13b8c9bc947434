#pragma once

#include "app/report/exhibit.h"
#include "app/report/material.h"

namespace poldyn::app {

/// What became of filings and of projects, those that never came out among them. Without charts where nobody files.
ReportSection filings_section(const ReportMaterial& material);

}  // namespace poldyn::app
