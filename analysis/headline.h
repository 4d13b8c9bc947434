#pragma once

#include <string>
#include <vector>

#include "analysis/stats.h"
#include "sim/io/results_reader.h"

namespace poldyn::analysis {

/// One total of a result file that is worth a line on a screen.
struct HeadlineMetric {
  results::MetricInfo about;
  std::vector<std::vector<double>> runs;  ///< by bloc, then replicate; NaN where a run has no value

  std::vector<Estimate> estimates() const;  ///< by bloc
};

/// The headline totals of the file's first point, in a fixed order; with none of them in the file, its first totals.
/// Where no model was released, those of the pipeline by stage.
std::vector<HeadlineMetric> headline(const results::Reader& file);

}  // namespace poldyn::analysis
