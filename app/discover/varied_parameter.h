#pragma once

#include <string>
#include <vector>

#include "sim/base/unit.h"
#include "sim/policy/scenario.h"

namespace poldyn::app {

/// A parameter of scenarios as one number that varies in a range: what a factor of an experiment is, with its patterns,
/// its units and its `.mean` of a distribution.
class VariedParameter {
 public:
  /// Of scenarios called `names`. `range` has two texts, which are read as a scenario's are. Throws InputError if the
  /// parameter is none, or cannot have the ends of the range in some scenario, and Failure(usage) if they are no range.
  VariedParameter(std::string key, std::vector<std::string> range, std::vector<std::string> names,
                  const std::vector<Scenario>& scenarios);

  double low() const { return low_; }
  double high() const { return high_; }
  Unit unit() const { return unit_; }
  bool whole() const { return whole_; }
  const std::string& key() const { return key_; }
  /// "12", "30 d"
  std::string shown(double x) const;

  /// The scenarios with the parameter at `x`. Throws Failure(bad_data) if one contradicts itself there.
  std::vector<Scenario> at(double x) const;

 private:
  std::string key_;
  std::vector<std::string> names_, texts_;
  double low_ = 0, high_ = 0;
  Unit unit_ = Unit::none;
  bool whole_ = false;
};

}  // namespace poldyn::app
