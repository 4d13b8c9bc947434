#include "app/report/course_lines.h"

#include <algorithm>
#include <cmath>

#include "app/report/spoken.h"
#include "sim/base/sim_time.h"

namespace poldyn::app {
namespace {

bool has_path(const analysis::Side& side, const std::string& path) {
  return std::any_of(side.sampled.begin(), side.sampled.end(), [&](const auto& about) { return about.path == path; });
}

std::size_t samples_of_a_year(const analysis::Side& side) {
  if (side.times.size() < 2) return 1;
  const double interval = side.times[1] - side.times[0];
  return interval > 0 ? std::max<std::size_t>(1, static_cast<std::size_t>(std::round(days_per_year / interval))) : 1;
}

analysis::Paths paths_for(const ReportMaterial& material, std::size_t side, const CoursePanel& panel) {
  if (!has_path(material.sides[side], panel.path)) return {};
  analysis::Paths paths = analysis::paths_of(*material.told[side].file, panel.path, material.told[side].bloc);
  return panel.summed ? analysis::trailing_sums(paths, samples_of_a_year(material.sides[side])) : paths;
}

std::vector<double> years_of(const analysis::Side& side) {
  std::vector<double> years;
  for (const double day : side.times) years.push_back(day / days_per_year);
  return years;
}

}  // namespace

std::optional<std::size_t> CourseLine::last() const {
  for (std::size_t t = course.mean.size(); t > 0; --t)
    if (std::isfinite(course.mean[t - 1])) return t - 1;
  return std::nullopt;
}

std::vector<CourseLine> course_lines(const ReportMaterial& material, const CoursePanel& panel) {
  std::vector<CourseLine> made;
  const auto add = [&](std::string side, std::string name, std::string label, std::size_t of,
                       const analysis::Paths& paths) {
    CourseLine line{std::move(side), std::move(name), std::move(label), years_of(material.sides[of]),
                    analysis::band_of(paths, material.level)};
    if (line.last()) made.push_back(std::move(line));
  };
  if (panel.difference) {
    if (material.is_comparison() && material.comparison.paired)
      add("D", capitalised(material.told[1].name) + " less " + material.told[0].name, "", 0,
          analysis::paired_paths(paths_for(material, 0, panel), paths_for(material, 1, panel)));
    return made;
  }
  for (std::size_t side = 0; side < material.sides.size(); ++side)
    add(side == 0 ? "A" : "B", capitalised(material.told[side].name), material.told[side].label, side,
        paths_for(material, side, panel));
  return made;
}

}  // namespace poldyn::app
