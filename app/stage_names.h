#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/io/results_reader.h"

namespace poldyn::app {

/// What stages are called at the places of a result file's axis `stage`, which each bloc has for itself: the names
/// stand in the scenarios inside the file.
class StageNames {
 public:
  explicit StageNames(const results::Reader& result);
  /// By bloc, then place; shorter where a bloc has fewer stages, empty if this version cannot read the scenario.
  const std::vector<std::vector<std::string>>& of(std::size_t point);

 private:
  const results::Reader& result_;
  std::vector<std::int32_t> bases_;  // by point; no setting of a point changes the list of stages
  std::map<std::size_t, std::vector<std::vector<std::string>>> known_;  // by base, or by point without bases
};

}  // namespace poldyn::app
