#pragma once

#include <string>

#include "app/report/exhibit.h"

namespace poldyn::app {

/// A chart of a report as a file of its own, drawn from the same data as on the page; empty of a chart that is not
/// drawn there. For memos: no browser is at hand where they are made.
std::string svg_of(const ReportChart& chart);

}  // namespace poldyn::app
