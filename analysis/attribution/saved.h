#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/stats.h"
#include "sim/hdf5/h5_reader.h"

namespace poldyn::analysis {

/// A quantity of a saved attribution, over its runs.
struct SavedMeasure {
  double mean = no_value;
  double half_width = no_value;  ///< of its t interval
  double adjusted_p = no_value;  ///< NaN where nothing was tested
};

struct SavedInteraction {
  std::size_t first = 0, second = 0;  ///< places among the groups
  SavedMeasure index;
};

/// One metric of one bloc.
struct SavedAttribution {
  std::string metric, name, unit, bloc;           ///< path and name of the metric; its unit, empty for a pure number
  SavedMeasure whole;                             ///< B - A
  std::vector<SavedMeasure> groups, alone, last;  ///< by group
  std::vector<SavedMeasure> parts;                ///< by part
  std::vector<SavedInteraction> interactions;     ///< none of very many groups
};

/// What `poldyn attribute -o` wrote.
struct SavedAttributions {
  std::string title;
  double level = confidence;
  std::size_t replicates = 0, worlds = 0;
  bool sampled = false;
  std::vector<std::string> side_files, side_titles;  ///< of A and of B
  std::vector<std::string> groups, parts;            ///< names; of a divided group its parts are "group/part"
  std::vector<std::size_t> group_of;                 ///< by part
  std::vector<std::string> rules;                    ///< by part: keys of its parameters, a line each
  std::vector<SavedAttribution> rows;
};

/// Whether the file says of itself that it is one.
bool is_attribution(const h5::Reader& file);

/// Throws h5::NotReadable for a file that is none, or whose arrays do not fit each other.
SavedAttributions saved_attributions(const h5::Reader& file);

}  // namespace poldyn::analysis
