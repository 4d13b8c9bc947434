#pragma once

#include <string>

#include "app/report/material.h"
#include "app/report/report_options.h"

namespace poldyn::app {

/// Reads the files of a report and compares them. Throws Failure for files that make none, with what to do instead.
ReportMaterial material_in_files(const ReportOptions& options, const std::string& command_line);

}  // namespace poldyn::app
