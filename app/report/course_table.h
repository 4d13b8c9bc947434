#pragma once

#include <string>
#include <vector>

#include "app/report/course_lines.h"
#include "app/report/exhibit.h"

namespace poldyn::app {

/// Where each line ends, with its interval and where single runs end: rounded, for people.
ReportTable course_table(const std::vector<DrawnCourse>& drawn);
/// Every sample with all digits, for programs.
ReportFrame course_frame(const std::vector<DrawnCourse>& drawn);
/// For who cannot see it: where each line begins and ends.
std::string course_description(const std::string& title, const std::vector<DrawnCourse>& drawn);

}  // namespace poldyn::app
