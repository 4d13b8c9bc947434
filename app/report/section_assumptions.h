#pragma once

#include "app/report/exhibit.h"
#include "app/report/material.h"

namespace poldyn::app {

/// The numbers that a report stands on and nobody measured, or that sources disagree about: value on each side,
/// plausible range, source. Those in which the sides differ stand open, all others folded. Empty if no scenario can be
/// read.
ReportSection assumptions_section(const ReportMaterial& material);

}  // namespace poldyn::app
