#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "analysis/tradeoff/information.h"
#include "analysis/tradeoff/judgement.h"
#include "analysis/tradeoff/policy_table.h"
#include "app/metrics/goal_option.h"
#include "sim/results/results_reader.h"

namespace poldyn::app {

/// The command line of `poldyn tradeoff`.
struct TradeoffOptions {
  std::filesystem::path file;
  std::vector<std::string> policies, metrics, satisfy;
  std::string bloc;
  const char* goal_option = "--metric";  ///< that `metrics` were asked for with
  bool json = false, all = false;
};

/// A policy that is not judged, because it often has no value: what others would be compared with is not known.
struct SetAside {
  std::size_t policy = 0;  ///< place in PolicyTable::policies
  std::string metric;      ///< that it lacks; empty if its runs failed
  double share = 0;        ///< of worlds without a value
  bool together = false;   ///< lacks few, but all that lack some would leave too few worlds in common

  /// "not judged: 12 % of its worlds have no value of releases", the share as `shown`.
  std::string why(const std::string& shown) const;
};

/// What knowing one parameter is worth for one metric.
struct Worth {
  double value = analysis::no_value;
  double half_width = analysis::no_value;  ///< 1.96 standard deviations over resamples
  analysis::InformationTest chance;
  double adjusted_p = analysis::no_value;  ///< Holm, over all parameters and metrics
};

struct TradeoffReport {
  std::string file, title, design, bloc;
  analysis::PolicyTable crossing;
  std::vector<std::size_t> judged;  ///< places of the policies that are; all below is by place in this list
  std::vector<SetAside> set_aside;
  std::vector<Goal> goals;
  std::vector<Condition> conditions;
  /// In costs: of a goal that is high, values have the other sign; `others_meet` is of those set aside.
  analysis::PolicyJudgement judgement;
  std::vector<std::size_t> left_out;       ///< by goal, worlds without a value of some judged policy
  std::vector<double> perfect;             ///< by goal, the most that any knowledge is worth; 0: one is best everywhere
  std::vector<std::vector<Worth>> worth;   ///< by unknown, then goal; none with too few futures
  std::size_t replicates = 0, failed = 0;  ///< failed or missing runs
  std::vector<std::string> notes;
};

/// Reads the file and judges its policies. Throws CLI::ValidationError, Failure, h5::NotReadable.
TradeoffReport tradeoff_of(const TradeoffOptions& options);
/// Of a file that is open, and its study.
TradeoffReport tradeoff_of(const TradeoffOptions& options, const results::Reader& file, const analysis::Study& study);

/// What a criterion is in costs, as the goal's own value: regrets are told as they are.
double value_of_cost(const Goal& goal, std::size_t criterion, double cost);

}  // namespace poldyn::app
