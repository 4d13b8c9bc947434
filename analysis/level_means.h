#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/stats.h"
#include "analysis/study.h"

namespace poldyn::analysis {

/// A factor's values as a few levels, under which points are averaged.
struct Levels {
  std::string factor;
  std::vector<std::string> names;  ///< as people read them, numbers rising
  std::vector<std::size_t> of;     ///< by point; names.size() where the factor does not apply
  bool binned = false;             ///< levels are ranges of about equally many points: the factor has more values
  bool crossed = false;            ///< all levels are met with the same points of everything else
};

/// Of each factor; of a file with several bases these come first, as "base". Those with more than `most` values are
/// binned into `most` ranges, texts into the `most` - 1 most frequent and "others".
std::vector<Levels> all_levels(const Study& study, std::size_t most);

/// What comes out at a level, everything else averaged.
struct LevelMean {
  std::size_t points = 0;  ///< that have a value
  double mean = no_value;
  Estimate deviation;  ///< less the mean over all points that have the factor
};

/// Of one factor. The interval of a deviation is that of replication noise alone where levels are crossed: then each
/// replicate has a deviation of its own, and what its random numbers do to all points alike drops out. Elsewhere levels
/// differ by the points that happen to be in them, too, and the interval is that over points.
struct LevelEffect {
  Levels levels;
  std::vector<LevelMean> means;
  bool over_replicates = false;

  /// Of the levels' means among each other, less what noise of the deviations adds to it; never negative.
  double variance() const;
  /// Whether the interval of some deviation leaves out 0.
  bool told_apart() const;
};

/// `response` is (point, replicate), NaN where a run has none.
LevelEffect effect_of(const std::vector<double>& response, std::size_t replicates, Levels levels);
/// Mean over all points, with the interval over replicates.
Estimate overall(const std::vector<double>& response, std::size_t replicates);

/// Means under the levels of two factors, (row, column), everything else averaged. Intervals are over replicates where
/// both factors are crossed, with a value in every run; elsewhere cells differ by the points that happen to be in them,
/// and intervals are over points.
struct Pivot {
  Levels rows, columns;
  std::vector<Estimate> cells;
  bool over_replicates = false;
};
Pivot pivot_of(const std::vector<double>& response, std::size_t replicates, Levels rows, Levels columns);

}  // namespace poldyn::analysis
