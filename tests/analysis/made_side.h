#pragma once

#include <map>
#include <string>
#include <vector>

#include "analysis/side.h"

namespace poldyn::analysis {

/// A side whose numbers a test writes down: by name, (replicate, bloc, label).
struct MadeTotal {
  std::string name;
  std::vector<double> values;
  std::vector<std::string> labels;  ///< along an axis "stage" or, of names that end with "_by", "stratum"
};

inline Side made_side(const std::string& name, std::vector<std::string> blocs, std::size_t runs,
                      std::vector<MadeTotal> totals) {
  Side side;
  side.name = name;
  side.blocs = std::move(blocs);
  side.runs = runs;
  side.seed = 1;
  std::map<std::string, std::vector<std::string>> labels;
  std::map<std::string, std::vector<double>> values;
  for (auto& total : totals) {
    const std::string axis = total.name.ends_with("_by") ? "stratum" : "stage";
    results::MetricInfo about{"totals/iteration/" + total.name, total.name, "d", "", {"point", "replicate", "bloc"}};
    if (!total.labels.empty()) about.dimensions.push_back(axis), labels[axis] = total.labels;
    values[about.path] = total.values;
    side.totals.push_back(about);
  }
  side.values = [values](const results::MetricInfo& about) { return values.at(about.path); };
  side.labels = [labels](std::string_view axis, std::size_t) {
    const auto at = labels.find(std::string(axis));
    return at == labels.end() ? std::vector<std::string>() : at->second;
  };
  return side;
}

}  // namespace poldyn::analysis
