#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/base/unit.h"
#include "sim/results/results_reader.h"

namespace poldyn::app {

/// A total that policies are judged by, and which way is better.
struct Goal {
  results::MetricInfo about;
  std::string label;  ///< place on the metric's own axis; empty if it has none
  bool low = true;
  std::string name() const { return label.empty() ? about.name : about.name + "[" + label + "]"; }
  /// "time_to_deployment [d]"
  std::string with_unit() const { return about.symbol.empty() ? name() : name() + " [" + about.symbol + "]"; }
  /// "5 d"
  std::string amount(double value) const;
};

/// Where totals are looked for: a file, or what scenarios would record.
struct GoalSource {
  std::string where;  ///< in messages: "review.h5"
  std::vector<results::MetricInfo> totals;
  std::function<std::vector<std::string>(const std::string& dimension)> labels;  ///< of the bloc that is looked at
  const char* option = "--metric";                                               ///< that asks for it
};
/// `file` must outlive it.
GoalSource goals_in(const results::Reader& file, std::size_t bloc);

/// "time_to_deployment < 90 d"
struct Condition {
  Goal goal;  ///< low if the value is to be below
  bool or_equal = false;
  double bound = 0;
  std::string text;

  /// A value that does not exist meets nothing: what never happened did not happen in time.
  bool met_by(double value) const {
    return goal.low ? (or_equal ? value <= bound : value < bound) : (or_equal ? value >= bound : value > bound);
  }
};

/// Reads "time_to_deployment:low", "control/harm:high", "delay_by_cause[review]:low". Throws CLI::ValidationError with
/// the nearest name if there is no such total, or it names no direction.
Goal parse_goal(const std::string& text, const GoalSource& source);
/// Reads "METRIC < AMOUNT", with <, <=, > or >=.
Condition parse_condition(const std::string& text, const GoalSource& source);
/// "5 d" in the unit of a total; `option` is named in what is thrown.
double parse_amount(const std::string& text, const results::MetricInfo& about, const char* option);

/// What policies are judged by where nothing is asked for, of what the file holds: control latency against the speed of
/// iteration, both so that what never came to an end counts.
std::vector<Goal> usual_goals(const results::Reader& file);

}  // namespace poldyn::app
