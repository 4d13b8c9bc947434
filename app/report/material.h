#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/comparison.h"
#include "app/facts/facts_report.h"
#include "sim/results/results_reader.h"

namespace poldyn::app {

/// One side of a report: the runs of a result file.
struct ReportSide {
  std::shared_ptr<const results::Reader> file;
  std::string name;         ///< as a sentence has it: "the open regime"
  std::string label;        ///< at the end of a line: "Open"
  std::string description;  ///< what its title says besides the name
  std::size_t bloc = 0;     ///< the one that is told of
};

/// Everything that a report is made from: one side, or two and their comparison.
struct ReportMaterial {
  std::vector<analysis::Side> sides;
  std::vector<ReportSide> told;  ///< of the same length
  analysis::Comparison comparison;
  double level = analysis::confidence;
  std::string question;  ///< the user's; empty: ours
  std::vector<JudgedFact> facts;
  std::string command_line;

  bool is_comparison() const { return sides.size() == 2; }
  const ReportSide& last() const { return told.back(); }
};

/// The compared bloc that is told of; nothing of one side.
const analysis::ComparedBloc* told_bloc(const ReportMaterial& material);
/// One number per run of a side, in the bloc that is told of; empty if it has no such metric. `path` may end with a
/// label in brackets.
std::vector<double> runs_of(const ReportMaterial& material, std::size_t side, const std::string& path);
/// Their mean with its interval.
analysis::Estimate mean_of(const ReportMaterial& material, std::size_t side, const std::string& path);
/// Names along the axis of a total, those of the bloc that is told of.
std::vector<std::string> labels_along(const ReportMaterial& material, std::size_t side, const std::string& path);

/// What sides are called, from their titles: what stands before a colon or, where that does not tell them apart or is
/// long, the names of their files.
std::vector<ReportSide> named_sides(const std::vector<analysis::Side>& sides);

}  // namespace poldyn::app
