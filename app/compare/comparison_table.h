#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/compare/comparison_report.h"

namespace poldyn::app {

/// One table for each bloc of the baseline, all sides beside each other: A and, of a single other side, its values, the
/// difference and the mark; of several, difference and mark. Where only one side has a value, that
/// stands in place of the difference. Names that are too long for `width` stand above their
/// row; sides that are too many follow below.
std::string comparison_tables(const ComparisonReport& report, std::size_t width);

/// "bloc main", "bloc north (A), east (B)"
std::string heading(const analysis::ComparedBloc& bloc);

/// "more", "less", "?", "same", "-"
std::string mark(const analysis::ComparedMetric& metric, double level);

/// Whether it is alike within its margin: "yes", "no", "?", "-"
std::string likeness_mark(const analysis::ComparedMetric& metric, double level);

}  // namespace poldyn::app
