#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "analysis/stats.h"

/// Where the mean of what random runs say crosses zero, as a function of one number x. All x have the same random
/// numbers, so that with a fixed number of runs the mean is a plain function of x, whose root is looked for (sample
/// average approximation: Shapiro 1991, Ann. Oper. Res. 30; Robinson 1996, Math. Oper. Res. 21).
namespace poldyn::analysis {

/// One x that was looked at.
struct Probe {
  double x = 0;
  Estimate mean;
  /// 1 or -1 if the interval lies above or below 0; 0 if it holds 0, or there is none.
  int told() const;
};

struct CrossingOptions {
  double low = 0, high = 1;  ///< range of x, low < high
  bool logarithmic = false;  ///< steps of equal ratios; low > 0
  bool whole = false;        ///< x is a whole number
  std::size_t scan = 5;      ///< values that the search begins with, at least two, both ends among them
  double tolerance = 1e-3;   ///< share of the range to which a crossing is found
  double level = confidence;
};

/// A place where the mean changes its sign, and all x from there on, either way, whose interval holds 0: the set of x
/// that a test does not refuse as the place. It holds the true one with probability `level`, if the interval of a mean
/// holds the true mean with that probability.
struct Crossing {
  double x = no_value;                         ///< between the two probes next to it, by a straight line
  double before = no_value, after = no_value;  ///< these probes
  double low = no_value, high = no_value;
  bool open_below = false, open_above = false;  ///< the set goes on up to the end of the range, and maybe further
  bool rising = true;                           ///< from below 0 to above it
};

struct CrossingSearch {
  std::vector<Probe> probes;        ///< by x
  std::vector<Crossing> crossings;  ///< by x; none if no two neighbouring values of the scan have different signs
};

/// `runs_at` gives what each run says at x, NaN where it has no value, always with the same random numbers.
CrossingSearch find_crossings(const std::function<std::vector<double>(double x)>& runs_at,
                              const CrossingOptions& options);

}  // namespace poldyn::analysis
