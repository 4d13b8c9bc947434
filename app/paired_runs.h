#pragma once

#include <map>
#include <string>
#include <vector>

#include "analysis/side.h"
#include "app/progress.h"
#include "sim/batch/replicates.h"
#include "sim/io/results_format.h"
#include "sim/policy/scenario.h"

namespace poldyn::app {

/// Runs of several scenarios on common random numbers: run n of each has the same seed and replicate n. More can be
/// added at any time; the numbers are the same however they are cut and on any number of threads. All totals are kept,
/// and of sampled metrics the mean over runs.
class PairedRuns {
 public:
  /// All scenarios run with `seed`, whatever they say.
  PairedRuns(std::vector<std::string> names, std::vector<Scenario> scenarios, std::uint64_t seed);

  /// Makes runs until each scenario has `pairs`. `expected` is the number at which it will probably end, for the
  /// progress bar. Throws Failure when interrupted.
  void extend(std::size_t pairs, std::size_t expected, unsigned jobs, ProgressBar& bar);

  std::size_t pairs() const { return pairs_; }
  std::size_t failures() const;
  /// "side A, replicate 3: message" of the first runs that failed.
  std::vector<std::string> failure_messages(std::size_t most) const;
  const std::vector<Scenario>& scenarios() const { return scenarios_; }
  /// Views of what is kept: they hold as long as this object and are up to date until it is extended.
  std::vector<analysis::Side> sides() const;

 private:
  struct Kept {
    std::vector<std::vector<double>> totals;         ///< by row of total_metrics(): (replicate, bloc, extra)
    std::vector<std::vector<double>> sums;           ///< by row of sampled_metrics(): (bloc, time, extra)
    std::vector<std::vector<std::uint32_t>> counts;  ///< of values that exist in them
    std::map<std::size_t, std::string> failed;
    results::CombinedFingerprint fingerprint;
  };

  void keep(std::size_t side, std::size_t replicate, const Outcome& outcome);
  analysis::Side side(std::size_t at) const;

  std::vector<std::string> names_;
  std::vector<Scenario> scenarios_;
  std::uint64_t seed_;
  std::vector<Kept> kept_;
  std::size_t pairs_ = 0;
};

}  // namespace poldyn::app
