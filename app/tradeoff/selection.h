#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/tradeoff/kim_nelson.h"
#include "app/compare/paired_runs.h"
#include "app/console/progress.h"
#include "app/metrics/goal_option.h"

namespace poldyn::app {

/// What is asked of a selection among scenarios.
struct SelectionPlan {
  Goal goal;
  std::string bloc;  ///< in every scenario
  analysis::KimNelsonPlan kim_nelson;
  std::size_t most = 1'000;  ///< runs of each scenario at which it gives up
  unsigned jobs = 0;
};

/// The bloc that all have: the one asked for, or the only one in common. Throws CLI::ValidationError.
std::string bloc_in_all(const std::vector<RunSide>& sides, const std::string& asked);
/// What all scenarios would record of that bloc.
GoalSource goals_of(const std::vector<RunSide>& sides, const std::string& bloc);

/// A selection of the best scenario by KN on common random numbers: run n of each has the same seed and replicate. More
/// runs are made of those that are still in alone. What is chosen does not depend on the number of threads.
class Selection {
 public:
  /// `sides` must outlive it.
  Selection(const std::vector<RunSide>& sides, SelectionPlan plan);

  /// Makes runs until one is chosen or there are as many as the plan allows. Throws Failure when interrupted, when a
  /// run fails, and when one has no value of the metric.
  void run(ProgressBar& bar);

  const SelectionPlan& plan() const { return plan_; }
  const analysis::KimNelson& procedure() const { return procedure_; }
  /// Values of a scenario that the procedure has seen, by replicate.
  const std::vector<double>& values(std::size_t side) const { return values_[side]; }

 private:
  std::size_t place_of(std::size_t side) const;
  void extend(std::size_t number, ProgressBar& bar);
  void take(std::size_t side, std::size_t replicate, const Outcome& outcome);

  const std::vector<RunSide>& sides_;
  SelectionPlan plan_;
  analysis::KimNelson procedure_;
  std::vector<std::size_t> places_;           // of the value among those of its metric, by side
  std::size_t row_ = 0;                       // of the metric
  std::vector<std::vector<double>> values_;   // by side, those seen
  std::vector<std::vector<double>> waiting_;  // by side, those made and not yet seen
};

}  // namespace poldyn::app
