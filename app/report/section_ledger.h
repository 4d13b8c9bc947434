#pragma once

#include "app/report/exhibit.h"
#include "app/report/material.h"

namespace poldyn::app {

/// What the time from project start to users was spent on, of models that came out. Without charts where nothing did.
ReportSection ledger_section(const ReportMaterial& material);

}  // namespace poldyn::app
