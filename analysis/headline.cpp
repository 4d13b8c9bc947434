#include "analysis/headline.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace poldyn::analysis {
namespace {

/// What a reader asks first: how fast, how far, what registration made, how varied.
constexpr std::array<std::string_view, 12> headline_names{"releases",
                                                          "idea_to_deployment",
                                                          "review_share",
                                                          "generations_per_year",
                                                          "frontier_growth",
                                                          "final_frontier",
                                                          "mean_open_ended_gap",
                                                          "registered",
                                                          "registered_unused_share",
                                                          "mean_hill_q1_lineages",
                                                          "mean_design_diversity",
                                                          "mean_clone_share"};
constexpr std::size_t most_unnamed = 10;

HeadlineMetric load(const results::Reader& file, const results::MetricInfo& about) {
  HeadlineMetric metric{about, {}};
  const std::size_t blocs = file.blocs().size();
  const std::vector<double> values = file.values(about.path);
  metric.runs.assign(blocs, std::vector<double>(file.replicates()));
  for (std::size_t replicate = 0; replicate < file.replicates(); ++replicate)
    for (std::size_t bloc = 0; bloc < blocs; ++bloc) metric.runs[bloc][replicate] = values[replicate * blocs + bloc];
  return metric;
}

}  // namespace

std::vector<Estimate> HeadlineMetric::estimates() const {
  std::vector<Estimate> made;
  for (const auto& values : runs) made.push_back(estimate(values));
  return made;
}

std::vector<HeadlineMetric> headline(const results::Reader& file) {
  std::vector<results::MetricInfo> plain = file.totals();
  std::erase_if(plain, [](const auto& metric) { return metric.dimensions.size() != 3; });
  std::vector<HeadlineMetric> chosen;
  for (const std::string_view name : headline_names)
    for (const auto& metric : plain)
      if (metric.name == name) chosen.push_back(load(file, metric));
  if (!chosen.empty()) return chosen;
  for (std::size_t i = 0; i < std::min(plain.size(), most_unnamed); ++i) chosen.push_back(load(file, plain[i]));
  return chosen;
}

}  // namespace poldyn::analysis
