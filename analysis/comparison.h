#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/equivalence.h"
#include "analysis/paired.h"
#include "analysis/side.h"

namespace poldyn::analysis {

/// How differences are judged.
struct ComparisonSettings {
  double level = confidence;          ///< of intervals; 1 - level is the error of all verdicts together
  bool any_look = false;              ///< the number of pairs was not fixed beforehand: intervals and p of sequence.h
  std::vector<LabelledMetric> asked;  ///< rows to compare besides the others
  std::vector<LabelledMetric> rows;   ///< rows to compare in place of the headline, if there are any
  /// Within which difference a row's sides count as alike; empty, or nothing of a row: nothing is said of that.
  std::function<std::optional<Margin>(const results::MetricInfo& about)> margin;
  std::function<void()> between;  ///< if given, is called again and again, and may throw to end it all
  /// The bootstrap's random numbers for a named quantity; empty: no bootstrap.
  std::function<Resampler(std::string_view name)> resampler;
};

/// One row of one bloc in the baseline and in another side.
struct ComparedMetric {
  results::MetricInfo about;
  Estimate baseline;
  Estimate other;
  Difference difference;         ///< other - baseline, as it is judged
  double adjusted_p = no_value;  ///< Holm, over all metrics of the whole comparison; NaN if there is no test
  Pairs pairs;                   ///< of independent runs only `relative` and `cohen_d`
  std::optional<Margin> margin;  ///< within which they count as alike, if that was asked for
  MarginTests alike;             ///< p by itself
  MarginTests adjusted_alike;    ///< the p alone: of either kind by Holm, over all metrics of the whole comparison
  std::vector<double> baseline_runs, other_runs;
};

/// What a reader may say about a difference; the last two if only one side ever has a value, which is no difference of
/// numbers but may be the greatest that there is.
enum class Verdict { untested, equal, indistinguishable, higher, lower, only_baseline, only_other };
/// At a familywise error of 1 - level; `equal` if all of at least two pairs of runs have the very same values.
Verdict verdict_of(const ComparedMetric& metric, double level = confidence);

/// Whether the sides of a row are alike within its margin, or are shown to be not; `unclear` if neither is shown.
enum class Likeness { untested, within, beyond, unclear };
/// For each kind of answer at a familywise error of 1 - level.
Likeness likeness_of(const ComparedMetric& metric, double level = confidence);

/// One bloc of one side against the baseline's. All sides of a bloc of the baseline have the same rows.
struct ComparedBloc {
  std::size_t side = 1;  ///< position among the sides; the baseline is 0
  bool paired = false;   ///< differences are taken run by run
  std::string baseline_name;
  std::string other_name;
  std::vector<ComparedMetric> metrics;
};

struct Comparison {
  bool paired = false;    ///< each side shares its random numbers with the first, run by run
  std::size_t runs = 0;   ///< the most pairs, or runs of the smaller side, of any row; without failed ones
  std::size_t tests = 0;  ///< size of the family that p values are adjusted for
  std::vector<ComparedBloc> blocs;
  std::vector<std::string> never;     ///< rows of which no run of any side has a value
  std::vector<std::string> warnings;  ///< what makes the sides less comparable
};

/// The first side is the baseline. Blocs are matched as match() does.
Comparison compare(const std::vector<Side>& sides, const ComparisonSettings& judging = {});

}  // namespace poldyn::analysis
