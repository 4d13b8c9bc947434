#include "app/report/course_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/report/spoken.h"

namespace poldyn::app {

ReportTable course_table(const std::vector<DrawnCourse>& drawn) {
  ReportTable table{{{"Measure"}, {"At the end", ColumnKind::number}, {"Single runs", ColumnKind::number}}, {}};
  for (const DrawnCourse& one : drawn) {
    table.rows.push_back({fmt::format("{}, {}", one.panel->title, one.panel->unit)});
    for (const CourseLine& line : one.lines) {
      const std::size_t t = *line.last();
      const double low = line.course.low[t], high = line.course.high[t];
      table.rows.push_back({line.name, tabled(line.course.mean[t], line.course.half_width[t]),
                            std::isnan(low) ? "-" : fmt::format("{} to {}", spoken(low), spoken(high))});
    }
  }
  return table;
}

ReportFrame course_frame(const std::vector<DrawnCourse>& drawn) {
  ReportFrame frame{{{"metric", "path of the sampled metric"},
                     {"measure", "what it is, and its unit"},
                     {"side", "whose runs"},
                     {"year", "since the start of the run"},
                     {"mean", "over runs"},
                     {"half_width", "of the interval of the mean"},
                     {"low", "5 % of runs lie below; the lowest where fewer than ten have a value"},
                     {"high", "5 % of runs lie above; the highest where fewer than ten have a value"}},
                    {}};
  for (const DrawnCourse& one : drawn)
    for (const CourseLine& line : one.lines)
      for (std::size_t t = 0; t < std::min(line.years.size(), line.course.mean.size()); ++t)
        frame.rows.push_back({one.panel->path, one.panel->title + ", " + one.panel->unit, line.name, line.years[t],
                              line.course.mean[t], line.course.half_width[t], line.course.low[t], line.course.high[t]});
  return frame;
}

std::string course_description(const std::string& title, const std::vector<DrawnCourse>& drawn) {
  std::string text = title + ". ";
  for (const DrawnCourse& one : drawn) {
    text += fmt::format("{}, {}: ", one.panel->title, one.panel->unit);
    for (std::size_t i = 0; i < one.lines.size(); ++i) {
      const CourseLine& line = one.lines[i];
      std::size_t first = 0;
      while (!std::isfinite(line.course.mean[first])) ++first;
      text += fmt::format("{}{} from {} to {}", i == 0 ? "" : "; ", line.name, spoken(line.course.mean[first]),
                          spoken(line.course.mean[*line.last()]));
    }
    text += ". ";
  }
  return text;
}

}  // namespace poldyn::app
