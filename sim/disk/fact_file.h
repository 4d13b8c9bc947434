#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/reading/mistake.h"

namespace poldyn {

/// Something that was observed in the world and that a run can be held against.
struct Fact {
  std::string id;
  std::string statement;           ///< in words
  std::filesystem::path scenario;  ///< as reached from the current folder
  std::string measure;             ///< analysis/measure.h
  double low = 0;                  ///< what was observed lies in [low, high]
  double high = 0;
  std::string unit;
  std::vector<std::string> figures;  ///< ids in data/figures.csv
  std::string remark;                ///< why it is missed, or what a hit does not show
  Place at;                          ///< of the measure
};

struct FactFile {
  std::vector<Fact> facts;
  std::vector<Mistake> mistakes;
  bool ok() const { return mistakes.empty(); }
};

/// Reads a list of facts:
///
///     [[fact]]
///     id = "integrators_win"
///     statement = "integrators win most tenders"
///     scenario = "../scenarios/registry_2023_2025.toml"   # as seen from the file
///     measure = "totals/procurement/winner_integrator_share@main"
///     observed = 0.56                                     # or [0.5, 0.6]
///     unit = "share"
///     figures = ["integrator_awards"]
///     remark = "..."
FactFile read_facts(const std::filesystem::path& file);

}  // namespace poldyn
