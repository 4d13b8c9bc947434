#include "analysis/headline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "sim/io/results_labels.h"

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
/// And of several blocs: how far apart. Those that exist in no run are left out.
constexpr std::array<std::string_view, 4> between_names{"mean_architecture_divergence", "mean_interoperability",
                                                        "mean_capability_gap", "mean_capability_lag"};
constexpr std::size_t most_unnamed = 10;

/// Of a system in motion: how fast, how far, how varied, how large.
constexpr std::array<std::string_view, 12> paths{"metrics/iteration/idea_to_deployment",
                                                 "metrics/iteration/generations_per_year",
                                                 "metrics/iteration/age_in_use",
                                                 "metrics/capability/frontier",
                                                 "metrics/capability/usage_q",
                                                 "metrics/capability/robustness",
                                                 "metrics/fragmentation/registered_active",
                                                 "metrics/fragmentation/hill_q1_lineages",
                                                 "metrics/fragmentation/design_diversity",
                                                 "metrics/fragmentation/clone_share",
                                                 "metrics/structure/vendors",
                                                 "metrics/welfare/user_utility"};

/// What a study of the pipeline alone asks first, by stage.
constexpr std::array<std::string_view, 6> pipeline_names{"mean_wait",    "waited_share", "mean_stay",
                                                         "mean_waiting", "utilisation",  "throughput"};

/// One line per stage of a total by (point, replicate, bloc, stage).
void add_by_stage(const Totals& file, const results::MetricInfo& about, std::vector<HeadlineMetric>& chosen) {
  const std::vector<double> values = file.values(about);
  const std::size_t blocs = file.blocs.size(), runs = file.runs;
  const std::size_t stages = values.size() / std::max<std::size_t>(1, runs * blocs);
  for (std::size_t stage = 0; stage < stages; ++stage) {
    HeadlineMetric metric{about, {}};
    if (stages > 1) metric.about.name += " " + std::to_string(stage + 1);
    metric.runs.assign(blocs, std::vector<double>(runs));
    for (std::size_t run = 0; run < runs; ++run)
      for (std::size_t bloc = 0; bloc < blocs; ++bloc)
        metric.runs[bloc][run] = values[(run * blocs + bloc) * stages + stage];
    chosen.push_back(std::move(metric));
  }
}

bool exists(const HeadlineMetric& metric) {
  return std::any_of(metric.runs.begin(), metric.runs.end(), [](const auto& bloc) {
    return std::any_of(bloc.begin(), bloc.end(), [](double x) { return !std::isnan(x); });
  });
}

/// Whether no run released a model: then the pipeline is what the scenario is about.
bool without_releases(const std::vector<HeadlineMetric>& chosen) {
  const auto& releases = chosen.front();
  return releases.about.name == "releases" &&
         std::all_of(releases.runs.begin(), releases.runs.end(), [](const auto& bloc) {
           return std::all_of(bloc.begin(), bloc.end(), [](double count) { return !(count > 0); });
         });
}

std::vector<HeadlineMetric> pipeline_headline(const Totals& file) {
  std::vector<HeadlineMetric> chosen;
  for (const std::string_view name : pipeline_names)
    for (const auto& metric : file.totals)
      if (metric.name == name && metric.dimensions.size() == 4 && metric.dimensions.back() == "stage")
        add_by_stage(file, metric, chosen);
  return chosen;
}

}  // namespace

std::vector<Estimate> HeadlineMetric::estimates() const {
  std::vector<Estimate> made;
  for (const auto& values : runs) made.push_back(estimate(values));
  return made;
}

Totals totals_of(const results::Reader& file) {
  return {file.replicates(), file.blocs(), file.totals(),
          [&file](const results::MetricInfo& about) {
            std::vector<double> values = file.values(about.path);
            values.resize(values.size() / std::max<std::size_t>(1, file.points()));
            return values;
          },
          [names = std::make_shared<results::Labels>(file)](std::string_view dimension, std::size_t bloc) {
            return names->of(dimension, bloc);
          }};
}

std::optional<std::size_t> place_of(const Totals& totals, const results::MetricInfo& about, const std::string& label,
                                    std::size_t bloc) {
  if (label.empty()) return 0;
  if (!totals.labels) return std::nullopt;
  const std::vector<std::string> labels = totals.labels(about.dimensions.back(), bloc);
  const auto at = std::find(labels.begin(), labels.end(), label);
  if (at == labels.end()) return std::nullopt;
  return static_cast<std::size_t>(at - labels.begin());
}

HeadlineMetric load(const Totals& totals, const results::MetricInfo& about, const std::string& label) {
  HeadlineMetric metric{about, {}};
  const std::size_t blocs = totals.blocs.size();
  const std::vector<double> values = totals.values(about);
  const std::size_t extent = values.size() / std::max<std::size_t>(1, totals.runs * blocs);
  metric.runs.assign(blocs, std::vector<double>(totals.runs, no_value));
  for (std::size_t bloc = 0; bloc < blocs; ++bloc)
    if (const auto place = place_of(totals, about, label, bloc))
      for (std::size_t run = 0; run < totals.runs; ++run)
        metric.runs[bloc][run] = values[(run * blocs + bloc) * extent + *place];
  return metric;
}

std::span<const std::string_view> headline_paths() { return paths; }

std::vector<HeadlineMetric> headline(const Totals& file) {
  std::vector<results::MetricInfo> plain = file.totals;
  std::erase_if(plain, [](const auto& metric) { return metric.dimensions.size() != 3; });
  std::vector<HeadlineMetric> chosen;
  for (const std::string_view name : headline_names)
    for (const auto& metric : plain)
      if (metric.name == name) chosen.push_back(load(file, metric));
  if (file.blocs.size() > 1)
    for (const std::string_view name : between_names)
      for (const auto& metric : plain)
        if (metric.name == name)
          if (auto made = load(file, metric); exists(made)) chosen.push_back(std::move(made));
  if (!chosen.empty() && without_releases(chosen))
    if (auto pipeline = pipeline_headline(file); !pipeline.empty()) return pipeline;
  if (!chosen.empty()) return chosen;
  for (std::size_t i = 0; i < std::min(plain.size(), most_unnamed); ++i) chosen.push_back(load(file, plain[i]));
  return chosen;
}

}  // namespace poldyn::analysis
