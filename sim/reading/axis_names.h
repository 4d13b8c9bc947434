#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/metric.h"
#include "sim/policy/scenario.h"

namespace poldyn {

/// What the places along the axes of results are called. Of axes whose names are the same in every scenario
/// sim/observe/axes.h says them; the others' stand here.
struct AxisNames {
  std::vector<std::string> blocs, domains, policies, rules;
  std::vector<std::vector<std::string>> stages;  ///< by bloc

  /// Of a bloc's own places; none for Axis::none.
  std::vector<std::string> along(Axis axis, std::size_t bloc) const;
  /// The same by the axis' name in files; none if there is no such axis.
  std::vector<std::string> along(std::string_view dimension, std::size_t bloc) const;

  std::size_t most_stages() const;
  friend bool operator==(const AxisNames&, const AxisNames&) = default;
};

/// A policy is called by its label or, without one, by its place in the list, from 1.
AxisNames axis_names(const Scenario& scenario);

/// Those of two scenarios together: each name once, in the order in which it first comes.
AxisNames joined(AxisNames names, const AxisNames& more);

}  // namespace poldyn
