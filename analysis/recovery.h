#pragma once

#include <span>
#include <string>
#include <vector>

#include "analysis/stats.h"
#include "sim/results/results_reader.h"

namespace poldyn::analysis {

/// How the difference between a switched run and its never-switched twin closes after the switch back.
struct Recovery {
  Estimate at_return;       ///< mean gap over the pairs, at the last sample at or before the switch back
  Estimate at_end;          ///< at the last sample
  double days = no_value;   ///< from the switch back until the gap is within the band and stays there
  double least = no_value;  ///< of that over the path of all and those without one pair; no_value if one never recovers
  double most = no_value;
  bool moved = false;  ///< the gap at the switch back is told apart from 0 at 95 %; else there is nothing to close
};

/// `gaps` is (pair, time), switched less twin; NaN where either has no value. The gap of the mean path is within the
/// band where it is at most `band` times its size at `since`, or told apart from 0 by no 95 % interval; it stays there
/// from the first such time on that has 95 % of the later samples within as well. Between two samples the crossing of
/// the band is interpolated. With few pairs intervals are wide, and recovery seems early: `moved` and `at_end` say so.
Recovery recovery(std::span<const double> times, const std::vector<std::vector<double>>& gaps, double since,
                  double band);

/// A sampled metric of one bloc, without extra axis or at one place of it.
struct RecoveredMetric {
  results::MetricInfo about;
  std::string bloc;
  Recovery recovery;
};

/// Of two files of the same seed, blocs and times. `paths` are metrics such as "metrics/capability/frontier" or
/// "metrics/pipeline/queue_length_by_stage[review]"; empty takes a list of headline ones. Throws std::invalid_argument
/// if the files are no twins or have no such metric.
std::vector<RecoveredMetric> recoveries(const results::Reader& twin, const results::Reader& switched,
                                        const std::vector<std::string>& paths, double since, double band);

/// What speaks against two files being a run and its never-switched twin, as the user is to be told; empty if nothing
/// does. Twins are the same up to the first switch.
std::string doubt_about_twins(const results::Reader& twin, const results::Reader& switched, double since);

}  // namespace poldyn::analysis
