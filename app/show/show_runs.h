#pragma once

#include <string>
#include <vector>

#include "analysis/headline.h"
#include "app/show/show_sides.h"

namespace poldyn::app {

/// What is drawn of one or several scenarios, side by side.
struct RunPictures {
  std::vector<ShownSide> sides;
  std::vector<Subject> subjects;
  plot::Style style;
  std::size_t width = 80;
};

/// What is drawn over time if nothing is asked for: how fast, how far, how varied; of a pipeline alone its queues.
std::vector<analysis::LabelledMetric> usual_courses(const std::vector<ShownSide>& sides);

/// Sampled metrics as curves with bands, side by side where there is room for two; totals as dots with intervals.
std::string metrics_text(const RunPictures& pictures, const std::vector<analysis::LabelledMetric>& rows);

/// Of those that are means over what came out, the share that never did; nothing if there are none such.
std::string survivors_text(const RunPictures& pictures, const std::vector<analysis::LabelledMetric>& rows);

/// What the time from project start to deployment was spent on, as bars; nothing if no file has it.
std::string delays_text(const RunPictures& pictures);

}  // namespace poldyn::app
