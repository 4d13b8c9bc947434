#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/stats.h"

namespace poldyn::analysis {

/// What runs do over time, sample by sample.
struct Course {
  std::vector<double> mean;       ///< over the runs that have a value; NaN where none has
  std::vector<double> low, high;  ///< between which nine in ten single runs lie or, of fewer than 10, all
  Estimate last;                  ///< at the last sample at which some run has a value
  std::size_t last_at = 0;        ///< its place
};

/// Fewest runs of which a tenth can be left out.
inline constexpr std::size_t fewest_for_band = 10;

/// `values` is (run, time), NaN where a run has none.
Course course_of(std::span<const double> values, std::size_t times);

}  // namespace poldyn::analysis
