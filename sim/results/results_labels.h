#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/reading/axis_names.h"
#include "sim/results/results_reader.h"

namespace poldyn::results {

/// What the places along the axes of a result file's metrics are called: its coordinates say so or, in a file of an
/// earlier version, the scenarios in it. Holds on to the reader.
class Labels {
 public:
  explicit Labels(const Reader& result) : result_(result) {}
  /// Of a bloc's own places, in order; fewer than the axis is long where other blocs have more. None if the axis has no
  /// names. Only in files of an earlier version do they depend on the point. Throws h5::NotReadable.
  std::vector<std::string> of(std::string_view dimension, std::size_t bloc, std::size_t point = 0);
  /// Whether that is so of this file and axis.
  bool by_point(std::string_view dimension);

 private:
  using Names = std::vector<std::string>;

  const std::vector<Names>& in_file(std::string_view dimension);
  const AxisNames& in_scenario(std::size_t point);

  const Reader& result_;
  std::map<std::string, std::vector<Names>, std::less<>> known_;  // by bloc, or one for all; none if the file has none
  std::map<std::size_t, AxisNames> scenarios_;                    // by base, or by point of a file without bases
};

}  // namespace poldyn::results
