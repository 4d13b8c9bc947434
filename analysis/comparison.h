#pragma once

#include <string>
#include <vector>

#include "analysis/headline.h"
#include "analysis/stats.h"
#include "sim/io/results_reader.h"

namespace poldyn::analysis {

/// One headline total of one bloc in the baseline and in another file.
struct ComparedMetric {
  results::MetricInfo about;
  Estimate baseline;
  Estimate other;
  Difference difference;         ///< other - baseline
  double adjusted_p = no_value;  ///< Holm, over all metrics of the whole comparison; NaN if there is no test
};

/// What a reader may say about a difference.
enum class Reading { untested, equal, indistinguishable, higher, lower };
/// At a familywise error of 5 %; `equal` if all pairs of runs have the very same values.
Reading reading_of(const ComparedMetric& metric);

/// One bloc of one file against the baseline's.
struct ComparedBloc {
  std::size_t file = 1;  ///< position among the files; the baseline is 0
  std::string baseline_name;
  std::string other_name;
  std::vector<ComparedMetric> metrics;
};

struct Comparison {
  bool paired = false;    ///< same seed everywhere: differences are taken run by run
  std::size_t runs = 0;   ///< pairs if paired, else runs of the smallest file; without failed ones
  std::size_t tests = 0;  ///< size of the family that p values are adjusted for
  std::vector<ComparedBloc> blocs;
  std::vector<std::string> warnings;  ///< what makes the files less comparable
};

/// The first file is the baseline. Blocs are matched by name; if no name is common and each file has as many, by
/// position.
Comparison compare(const std::vector<results::Reader>& files);

}  // namespace poldyn::analysis
