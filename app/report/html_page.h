#pragma once

#include <string>
#include <string_view>

#include "app/report/exhibit.h"

namespace poldyn::app {

/// The report as one HTML file, from the page that page_template() has. Every text is escaped.
std::string html_page(const ReportStory& story, std::string_view page);

/// The chart's numbers as CSV, after lines that begin with # and say what they are.
std::string csv_of(const ReportChart& chart, const std::string& source);

}  // namespace poldyn::app
