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
  Estimate mean;  ///< over the sample (CrossingSearch); none where fewer than half of the runs have a value
  std::size_t with_value = 0;  ///< runs that have a value here
  /// 1 or -1 if the mean is told to lie above or below 0: by its interval or, if all runs say the same, by a sign test
  /// (stats.h); 0 if it is not.
  int told = 0;
};

struct CrossingOptions {
  double low = 0, high = 1;  ///< range of x, low < high
  bool logarithmic = false;  ///< steps of equal ratios; low > 0
  bool whole = false;        ///< x is a whole number
  std::size_t scan = 5;      ///< values that the search begins with, at least two, both ends among them
  double tolerance = 1e-3;   ///< share of the range to which a crossing is found
  double level = confidence;
};

/// A place where the mean changes its sign, and all x from there on, either way, that are not told from 0: the set of x
/// that a test does not refuse as the place. It holds the true one with probability `level`, if the interval of a mean
/// holds the true mean with that probability. All runs may be exactly 0 over a stretch, as where two scenarios come to
/// the same on common random numbers: then the place is that stretch.
struct Crossing {
  double x =
      no_value;  ///< between `before` and `after`, by a straight line; of a stretch the end that has a sign beside
  double before = no_value, after = no_value;  ///< the nearest probes beside it; of a stretch the first and last of it
  double low = no_value, high = no_value;
  /// No x was seen to be told on that side: the set goes on up to the end of the range, or to the last x that was
  /// looked at with a mean, and maybe further.
  bool open_below = false, open_above = false;
  bool stretch = false;                  ///< all runs are exactly 0 from `before` to `after`
  int sign_before = -1, sign_after = 1;  ///< of the mean beside it: -1 or 1; 0 if a stretch goes on to the end
};

struct CrossingSearch {
  std::vector<Probe> probes;        ///< by x
  std::vector<Crossing> crossings;  ///< by x; none if no two neighbouring values of the scan have different signs
  std::size_t runs = 0;             ///< at each x
  /// Runs of which all means are: those that have a value at every x where at least half of them have one. The same
  /// runs everywhere, so that no mean moves because other runs are in it.
  std::size_t sample = 0;
};

/// `runs_at` gives what each run says at x, NaN where it has no value, always with the same random numbers.
CrossingSearch find_crossings(const std::function<std::vector<double>(double x)>& runs_at,
                              const CrossingOptions& options);

}  // namespace poldyn::analysis
