#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/sensitivity/influence.h"
#include "app/discover/discovery_report.h"
#include "app/report/report_options.h"
#include "app/report/wording.h"
#include "app/tradeoff/tradeoff_report.h"

namespace poldyn::app {

/// A metric of a campaign, and what moves it.
struct StudyResponse {
  analysis::LabelledMetric asked;
  Wording wording;
  std::vector<double> values;                  ///< by point, then replicate; NaN where a run has none or failed
  std::vector<analysis::Influence> influence;  ///< by place in StudyMaterial::bases; none if no factor varies
  bool exists = false;                         ///< some run has a value
};

/// Everything that the report of a campaign is made from.
struct StudyMaterial {
  std::shared_ptr<const results::Reader> file;
  analysis::Study study;
  std::size_t bloc = 0;
  std::vector<std::size_t> bases;  ///< places of those that are told of
  std::vector<StudyResponse> responses;
  std::optional<DiscoveryReport> discovery;
  std::optional<TradeoffReport> tradeoff;
  std::vector<std::string> notes;  ///< what was done otherwise than one would expect, and what is left out
  double level = analysis::confidence;
  std::string question, command_line;

  std::string file_name() const {
    return file->file().path().filename().string();
  }  ///< its folder is nobody's business
  const std::string& base_name(std::size_t told) const { return study.bases[bases[told]]; }
};

/// Reads a campaign's file and does what the options ask of it. Throws Failure, CLI::ValidationError, h5::NotReadable.
StudyMaterial material_of_study(const ReportOptions& options, const std::string& command_line);

/// Mean over replicates, by point of a base; of points without a value NaN.
std::vector<double> point_means(const StudyMaterial& material, const StudyResponse& response, std::size_t told);

}  // namespace poldyn::app
