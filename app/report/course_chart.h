#pragma once

#include <string>
#include <vector>

#include "app/report/exhibit.h"
#include "app/report/material.h"

namespace poldyn::app {

/// A sampled metric to be drawn over the years.
struct CoursePanel {
  std::string path;         ///< "metrics/iteration/releases"
  std::string title;        ///< "Models released"
  std::string unit;         ///< "in the last twelve months"
  bool summed = false;      ///< counts since the sample before, told as sums of a year
  bool difference = false;  ///< of two sides that share their luck: second less first, run by run
};

/// Small multiples of line and band, a panel for each of those that exist; without `wide` where none does.
ReportChart course_chart(const ReportMaterial& material, const std::string& id, const std::string& title,
                         const std::vector<CoursePanel>& panels);

}  // namespace poldyn::app
