#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/side.h"
#include "app/console/progress.h"
#include "sim/batch/replicates.h"
#include "sim/policy/scenario.h"
#include "sim/results/results_format.h"

namespace poldyn::app {

/// A scenario to run.
struct RunSide {
  std::string name;  ///< as the user gave it
  std::vector<std::string> settings;
  Scenario scenario;
};

/// Runs of several scenarios on common random numbers: run n of each has the same seed and replicate n. More can be
/// added at any time; the numbers are the same however they are cut and on any number of threads. All totals are kept,
/// and of sampled metrics the mean over runs and, of each run, the means over a few spans of time.
class PairedRuns {
 public:
  /// All scenarios run with `seed`, whatever they say. Samples are averaged from `since` on, days, or from the warm-up
  /// on, and before and after the dates at which rules change.
  PairedRuns(std::vector<RunSide> sides, std::uint64_t seed, std::optional<double> since = {});

  /// Makes runs until each scenario has `pairs`. `expected` is the number at which it will probably end, for the
  /// progress bar. Throws Failure when interrupted.
  void extend(std::size_t pairs, std::size_t expected, unsigned jobs, ProgressBar& bar);

  std::size_t pairs() const { return pairs_; }
  std::size_t failures() const;
  /// "side A, replicate 3: message" of the first runs that failed.
  std::vector<std::string> failure_messages(std::size_t most) const;
  const std::vector<RunSide>& run_sides() const { return run_sides_; }
  /// Views of what is kept: they hold as long as this object and are up to date until it is extended.
  std::vector<analysis::Side> sides() const;

 private:
  struct Kept {
    std::vector<std::vector<double>> totals;              ///< by row of total_metrics(): (replicate, bloc, extra)
    std::vector<std::vector<double>> sums;                ///< by row of sampled_metrics(): (bloc, time, extra)
    std::vector<std::vector<std::uint32_t>> counts;       ///< of values that exist in them
    std::vector<analysis::Span> spans;                    ///< the first is that of the side's `values`
    std::vector<std::vector<std::vector<double>>> means;  ///< by span, then as `totals`, of sampled metrics
    std::map<std::size_t, std::string> failed;
    results::CombinedFingerprint fingerprint;
  };

  void choose_spans(std::optional<double> since);
  void keep_means(std::size_t side, const Outcome& outcome);
  void keep(std::size_t side, std::size_t replicate, const Outcome& outcome);
  analysis::Side side(std::size_t at) const;

  std::vector<RunSide> run_sides_;
  std::uint64_t seed_;
  std::vector<Kept> kept_;
  std::size_t pairs_ = 0;
};

}  // namespace poldyn::app
