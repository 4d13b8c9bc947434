#pragma once

#include <string>

#include "app/report/exhibit.h"

namespace poldyn::app {

/// A chart of rows (tornado, ranking, effects, attribution, claims), of policies by two goals, of points by what came
/// out, or of the way to a box, as svg_of() draws it; empty of any other.
std::string svg_of_study(const ReportChart& chart);

}  // namespace poldyn::app
