#pragma once

#include "app/report/exhibit.h"
#include "app/report/material.h"

namespace poldyn::app {

/// What the report cannot say: the kind of uncertainty that it leaves out, what makes its sides less comparable, and
/// the observed facts that the model hits and misses, misses first.
ReportSection limits_section(const ReportMaterial& material);

}  // namespace poldyn::app
