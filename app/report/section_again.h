#pragma once

#include "app/report/exhibit.h"
#include "app/report/material.h"

namespace poldyn::app {

/// The commands that make the report again, and what tells that they did.
ReportSection again_section(const ReportMaterial& material);
/// Program, files and fingerprints in one line.
std::string source_line(const ReportMaterial& material);

}  // namespace poldyn::app
