#pragma once

#include <map>
#include <vector>

#include "sim/observe/run_result.h"
#include "sim/reading/axis_names.h"

namespace poldyn {

/// Where the values of one base's runs go among those of all bases of a campaign: to the places of the same names,
/// whatever their order in the scenarios.
class AxisMap {
 public:
  AxisMap(const AxisNames& own, const AxisNames& all);

  /// Appends one metric's values of a run whose shape is `own`, as they lie in one of shape `all`; NaN where the base
  /// has no such place or time.
  void append(std::vector<double>& to, const std::vector<double>& values, const MetricRow& row, const RunShape& own,
              const RunShape& all, bool sampled) const;

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  using Places = std::vector<std::size_t>;  ///< by place among all: the base's own

  std::vector<std::size_t> blocs_;             // by bloc among all: the base's own
  std::map<Axis, std::vector<Places>> along_;  // by bloc among all
};

}  // namespace poldyn
