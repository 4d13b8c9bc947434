#pragma once

#include <string>
#include <vector>

#include "analysis/stats.h"

namespace poldyn::analysis {

/// An uncertain parameter's value at each point.
struct Column {
  std::string name;
  bool logarithmic = false;  ///< a threshold is the geometric mean of its neighbours
  std::vector<double> values;
};

/// The uncertain parameter that best tells worlds of one kind from the others.
struct Decider {
  std::string parameter;  ///< empty if none is told apart from noise
  double threshold = no_value;
  bool above = true;                                          ///< they lie rather above the threshold
  double share_there = no_value, share_elsewhere = no_value;  ///< of worlds on either side of it
  double p = no_value;  ///< of such a gain by chance, over all parameters and thresholds
};

inline constexpr double decider_error = 0.01;  ///< largest p value at which a parameter is named

/// One split x > t of all columns that takes most of the squares of `belongs`, the probability of each point that it
/// is of the kind (of 0 and 1 that is the gain in Gini impurity). At least a tenth of the points, and five, on either
/// side. P value by `permutations` shufflings from a fixed seed. Points without a probability are left out, and so are
/// columns without a value at one of the others.
Decider decider(const std::vector<Column>& columns, const std::vector<double>& belongs,
                std::size_t permutations = 1999);

}  // namespace poldyn::analysis
