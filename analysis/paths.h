#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/stats.h"
#include "sim/results/results_reader.h"

namespace poldyn::analysis {

/// A sampled metric over time, run by run: paths[run][sample], NaN where there is no value.
using Paths = std::vector<std::vector<double>>;

/// Of the first point of a file, in a bloc and, of a metric with an axis, at a place along it.
Paths paths_of(const results::Reader& file, const std::string& path, std::size_t bloc, std::size_t place = 0);
/// b - a, run by run; as many as both have.
Paths paired_paths(const Paths& a, const Paths& b);
/// What several samples add up to, for counts since the sample before: each sample is the sum of the last `samples`;
/// NaN as long as there are fewer. Counts of a year from counts of a month.
Paths trailing_sums(const Paths& paths, std::size_t samples);

/// Fewest runs of which a tenth can be left out.
inline constexpr std::size_t fewest_for_band = 10;

/// Where runs lie at each sample: their mean, with the t interval of the mean, and a band. NaN where none has a value.
struct PathBand {
  std::vector<double> mean, half_width;
  std::vector<double> low,
      high;  ///< 5 % and 95 % quantile over runs or, where fewer than ten have a value, all of them
  std::size_t fewest = 0, most = 0;  ///< runs with a value, over the samples at which any has one
};
PathBand band_of(const Paths& paths, double level = confidence);

}  // namespace poldyn::analysis
