#pragma once

#include <string>
#include <vector>

#include "app/report/exhibit.h"
#include "app/report/finding.h"

namespace poldyn::app {

/// The findings of one scale.
struct DifferencePanel {
  DifferenceScale scale{};
  std::string name;  // of its data
  std::vector<const Finding*> findings{};
  double limit = 1;
  Json rows = Json::array();
};

/// Vega-Lite of panels below each other, each with dots, intervals and both values, in a chart of `wide_pixels` or of
/// `narrow_pixels`.
Json difference_spec(const std::vector<DifferencePanel>& panels, bool wide);

}  // namespace poldyn::app
