#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/paired.h"
#include "analysis/side.h"

namespace poldyn::analysis {

/// A total that is asked for: of one with an extra axis, its value at a label.
struct Asked {
  results::MetricInfo about;  ///< its name is "mean_gap[research]" if there is a label
  std::string label;
};

/// How differences are judged.
struct Judging {
  double level = confidence;  ///< of intervals; 1 - level is the error of all verdicts together
  bool any_look = false;      ///< the number of pairs was not fixed beforehand: intervals and p of sequence.h
  std::vector<Asked> asked;   ///< totals to compare besides the headline
  /// The bootstrap's random numbers for a named quantity; empty: no bootstrap.
  std::function<Resampler(std::string_view name)> resampler;
};

/// One total of one bloc in the baseline and in another side.
struct ComparedMetric {
  results::MetricInfo about;
  Estimate baseline;
  Estimate other;
  Difference difference;         ///< other - baseline, as it is judged
  double adjusted_p = no_value;  ///< Holm, over all metrics of the whole comparison; NaN if there is no test
  Pairs pairs;                   ///< of independent runs only `relative` and `cohen_d`
  std::vector<double> baseline_runs, other_runs;
};

/// What a reader may say about a difference.
enum class Reading { untested, equal, indistinguishable, higher, lower };
/// At a familywise error of 1 - level; `equal` if all pairs of runs have the very same values.
Reading reading_of(const ComparedMetric& metric, double level = confidence);

/// One bloc of one side against the baseline's.
struct ComparedBloc {
  std::size_t side = 1;  ///< position among the sides; the baseline is 0
  std::string baseline_name;
  std::string other_name;
  std::vector<ComparedMetric> metrics;
};

struct Comparison {
  bool paired = false;    ///< same seed everywhere: differences are taken run by run
  std::size_t runs = 0;   ///< pairs if paired, else runs of the smallest side; without failed ones
  std::size_t tests = 0;  ///< size of the family that p values are adjusted for
  std::vector<ComparedBloc> blocs;
  std::vector<std::string> warnings;  ///< what makes the sides less comparable
};

/// The first side is the baseline. Blocs are matched as match() does.
Comparison compare(const std::vector<Side>& sides, const Judging& judging = {});

}  // namespace poldyn::analysis
