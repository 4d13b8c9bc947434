#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/paths.h"
#include "app/report/course_chart.h"

namespace poldyn::app {

/// What runs of a side do over the years, in one panel.
struct CourseLine {
  std::string side;  // "A", "B", or "D" of a difference
  std::string name, label;
  std::vector<double> years;
  analysis::PathBand course;

  std::optional<std::size_t> last() const;  ///< the last sample with a value
};

/// A panel with its lines.
struct DrawnCourse {
  const CoursePanel* panel = nullptr;
  std::vector<CourseLine> lines;
};

/// A line for each side that has the panel's metric or, of a difference, one of both; those without any value are left
/// out.
std::vector<CourseLine> course_lines(const ReportMaterial& material, const CoursePanel& panel);

}  // namespace poldyn::app
