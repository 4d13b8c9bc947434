#pragma once

#include <string>
#include <vector>

#include "analysis/crossing.h"
#include "app/discover/varied_parameter.h"
#include "sim/results/results_reader.h"

namespace poldyn::app {

/// What `poldyn threshold` tells.
struct ThresholdReport {
  std::string a, b;  ///< files
  std::string side;  ///< "A", "B" or "both": where the parameter is set
  const VariedParameter* parameter = nullptr;
  results::MetricInfo about;
  std::string bloc;
  double wanted = 0;  ///< B - A that is looked for: in the metric's unit or, if relative, a share of A
  bool relative = false;
  std::size_t pairs = 0;
  double level = analysis::confidence;
  analysis::CrossingSearch found;
};

/// "B - A of idea_to_deployment is 0 where ... = 14.2 (95 % interval 12.9 to 15.8), ..."; a sentence for each, and
/// those of pairs that lack a value.
std::vector<std::string> threshold_answers(const ThresholdReport& report);
std::string threshold_text(const ThresholdReport& report, std::size_t width);
std::string threshold_json(const ThresholdReport& report);

}  // namespace poldyn::app
