#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/attribution/attribution.h"
#include "analysis/side.h"
#include "app/attribute/mixed_runs.h"
#include "app/attribute/rule_groups.h"

namespace poldyn::app {

/// One metric of one bloc.
struct AttributedRow {
  MixedRow row;
  analysis::Attributed found;
  std::vector<std::string> without_value;  ///< worlds in which some replicate has none
};

/// Everything that an attribution found.
struct AttributionReport {
  std::vector<analysis::Side> sides;  ///< A and B
  std::vector<RuleDifference> differences;
  std::vector<RuleGroup> groups;
  analysis::AttributionDesign design;
  std::size_t replicates = 0;
  std::size_t worlds = 0;  ///< A and B among them
  std::size_t runs = 0;
  double level = analysis::confidence;
  std::optional<double> since;  ///< days; samples are averaged from then on
  std::string fingerprint;      ///< of all runs in mixed worlds
  std::vector<AttributedRow> rows;
  std::size_t in_detail = 0;       ///< that many rows are told with all that is known of them, the others in one table
  std::vector<std::string> never;  ///< rows without a value in A or in B: there is no difference to divide

  std::size_t orders() const { return design.sampled() ? design.orders.front().size() : 0; }
};

/// What may be said of a part: "more", "less", "same" if it is 0 in every run, "?" if these runs do not tell, "-".
std::string verdict(const analysis::Measured& part, double level);

/// Rows whose differences are told apart from 0, the strongest interactions first; at most `most`.
std::vector<std::size_t> strongest(const AttributedRow& row, double level, std::size_t most);

std::string attribution_text(const AttributionReport& report, std::size_t width);

}  // namespace poldyn::app
