#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/attribution/attribution.h"
#include "analysis/headline.h"
#include "analysis/span_means.h"
#include "app/attribute/rule_groups.h"
#include "app/console/progress.h"
#include "app/runs/scenario_mixture.h"
#include "sim/batch/replicates.h"
#include "sim/results/results_format.h"

namespace poldyn::app {

/// The parts of all groups, in the order of the design's players; of a divided group they are called "group/part".
std::vector<RulePart> parts_of(const std::vector<RuleGroup>& groups);

/// A row of a bloc, which may have another name in B.
struct MixedRow {
  analysis::LabelledMetric asked;
  std::string bloc_a, bloc_b;
};

/// The worlds between A and B that a design takes, and their runs. A world is one scenario, run on the same random
/// numbers as A and B, replicate by replicate. A and B themselves are not run here.
class MixedRuns {
 public:
  using Coalition = analysis::Coalition;

  /// Makes all worlds. Throws Failure, before anything is run, for one that cannot be: which, why, and which groups to
  /// join.
  MixedRuns(const ScenarioMixture& mixture, const std::vector<RuleGroup>& groups,
            const analysis::AttributionDesign& design, std::size_t replicates);

  std::size_t worlds() const { return scenarios_.size(); }
  std::size_t runs() const { return units_.size(); }

  /// Makes the runs and keeps the rows. `since` as in PairedRuns; `before` runs, `failed` of them, were made by others
  /// and count for the progress bar. Throws Failure when interrupted.
  void run(std::vector<MixedRow> rows, std::uint64_t seed, std::optional<double> since, unsigned jobs, ProgressBar& bar,
           BatchState before);

  /// Of a world that the design takes; NaN if the run failed or has no value.
  double value(std::size_t row, std::size_t replicate, Coalition world) const;
  /// "governance + deployment, replicate 3: message" of the first runs that failed.
  const std::vector<std::string>& failures() const { return failures_; }
  std::string fingerprint() const { return results::hex(fingerprint_.value()); }
  /// "A with B's governance, deployment"
  std::string name_of(Coalition world) const;
  /// The worlds in which some replicate has no value in a row, by name.
  std::vector<std::string> without_value(std::size_t row) const;

 private:
  struct Unit {
    Coalition world;
    std::uint32_t replicate;
  };

  MixedWorld made(const ScenarioMixture& mixture, Coalition world) const;
  /// Of a world that cannot be, a part of B and one of A: without the first, and with both, it can.
  std::optional<std::pair<std::size_t, std::size_t>> needing(const ScenarioMixture& mixture, Coalition world) const;
  [[noreturn]] void refuse(const ScenarioMixture& mixture, Coalition world, const std::string& why) const;
  void keep(const Unit& unit, std::size_t at, const Outcome& outcome);
  std::vector<double> read(const Scenario& scenario, const RunResult& result) const;

  std::vector<RulePart> parts_;  ///< by player
  std::map<Coalition, Scenario> scenarios_;
  std::vector<Unit> units_;
  std::map<std::pair<Coalition, std::uint32_t>, std::size_t> unit_of_;
  std::vector<MixedRow> rows_;
  std::optional<double> since_;
  std::vector<std::vector<double>> values_;  ///< by unit, then row
  std::vector<std::string> failures_;
  results::CombinedFingerprint fingerprint_;
};

}  // namespace poldyn::app
