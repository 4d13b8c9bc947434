#pragma once

#include "app/report/exhibit.h"
#include "app/report/study_material.h"

namespace poldyn::app {

/// What came out over the design: how points lie, and how much of it is luck.
ReportSection outcomes_section(const StudyMaterial& material);

/// The middle nine tenths of values that exist, and their mean.
struct OverPoints {
  std::size_t points = 0;
  double mean = analysis::no_value, low = analysis::no_value, high = analysis::no_value;
  double least = analysis::no_value, most = analysis::no_value;
  bool is_same() const { return least == most; }
};
OverPoints over_points(std::vector<double> means);

/// Share of luck in a single run's variance; NaN with one replicate or without values.
double luck_share(const StudyMaterial& material, const StudyResponse& response, std::size_t told);

/// "Filings undecided at the end" with its unit, "review_share [d]" of what has no words.
std::string title_with_unit(const StudyResponse& response);

}  // namespace poldyn::app
