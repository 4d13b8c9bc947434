#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/span_means.h"
#include "sim/results/results_reader.h"

namespace poldyn::analysis {

/// What a campaign varied.
struct Factor {
  std::string name;
  std::string unit;     ///< as people write it: "d", "M$"; empty for a pure number or a text
  std::string meaning;  ///< of the parameter that it sets
  bool is_number = true;
  std::vector<double> values;       ///< by point; of a text its place in `levels`; NaN where the factor does not apply
  std::vector<std::string> levels;  ///< of a text, in the order of the experiment
  std::string moves_with;           ///< name of the factor that it moves in lockstep with; empty: by itself
  std::size_t place = 0;            ///< among all factors of the experiment

  /// The value at a point as people read it: "30 d", "nobody"; empty where the factor does not apply.
  std::string shown(std::size_t point) const;
};

/// What a finished campaign varied and what came out: rows are points. Holds on to the reader.
struct Study {
  std::string title;
  std::string design;                ///< "sobol", "saltelli", "morris", ...; empty if the file does not say
  std::size_t grid_levels = 0;       ///< of Morris trajectories
  std::vector<std::string> bases;    ///< at least one; its name is empty in a file without design
  std::vector<std::size_t> base_of;  ///< by point
  std::vector<Factor> factors;       ///< those that vary, in the order of the experiment
  std::vector<Factor> constants;     ///< those that have one value wherever they apply
  std::size_t points = 0;
  std::size_t replicates = 0;
  std::vector<std::string> blocs;
  /// Within each base all points share their random numbers, replicate by replicate.
  bool common_random_numbers = false;
  std::vector<bool> common_in;  ///< the same by base: with common_random_numbers = "bases" none has it
  const results::Reader* file = nullptr;

  /// One number per point and replicate (row-major, points x replicates), NaN where a run has none or failed. Of a
  /// sampled metric its mean over `span`; of a metric with an axis of its own the value at `label`. Throws
  /// h5::NotReadable if the file has no such metric or bloc; a label that the bloc lacks is NaN.
  std::vector<double> response(const std::string& metric_path, std::size_t bloc, const std::string& label = "",
                               Span span = {}) const;
  /// Points of a base, in the order of the file.
  std::vector<std::size_t> points_of(std::size_t base) const;
  /// Place of a factor of that name, or factors.size().
  std::size_t factor_named(std::string_view name) const;
};

/// Of any result file; one that is no merged campaign has no factors. `file` must outlive it.
Study study_of(const results::Reader& file);

}  // namespace poldyn::analysis
