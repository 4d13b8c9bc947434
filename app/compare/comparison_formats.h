#pragma once

#include <string>

#include "app/compare/comparison_report.h"

namespace poldyn::app {

/// The tables of a comparison for a text: means with the half-widths of their intervals, rounded, and what may be said;
/// one table for each bloc and side, and below it how to read it.
std::string comparison_markdown(const ComparisonReport& report);
/// The same for LaTeX, without packages: a tabular each, ready for a table environment.
std::string comparison_latex(const ComparisonReport& report);
/// A line for each row of each bloc and side, with all digits; empty where there is no number.
std::string comparison_csv(const ComparisonReport& report);

}  // namespace poldyn::app
