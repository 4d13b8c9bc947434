#include "analysis/headline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "sim/results/results_labels.h"

namespace poldyn::analysis {
namespace {

/// What a reader asks first: how fast, counting what never comes out; how far; what registration made; how varied.
constexpr std::array<std::string_view, 18> headline_names{"time_to_deployment",
                                                          "deployed_within_year",
                                                          "idea_to_deployment",
                                                          "review_share",
                                                          "releases",
                                                          "generations_per_year",
                                                          "filed",
                                                          "undecided_share",
                                                          "given_up_share",
                                                          "held_back",
                                                          "frontier_growth",
                                                          "final_frontier",
                                                          "mean_open_ended_gap",
                                                          "registered",
                                                          "registered_unused_share",
                                                          "mean_hill_q1_lineages",
                                                          "mean_design_diversity",
                                                          "mean_clone_share"};
/// And of several blocs: how far apart. Those that exist in no run are left out.
/// A distance by scores, by ratings and in time is one distance: no one of these without the others.
constexpr std::array<std::string_view, 7> between_names{"mean_architecture_divergence",
                                                        "mean_interoperability",
                                                        "mean_capability_gap",
                                                        "mean_capability_lag",
                                                        "mean_score_gap",
                                                        "mean_rating_gap",
                                                        "mean_score_lag"};
constexpr std::size_t most_unnamed = 10;

/// Of a system in motion: how fast, how far, how varied, how large.
constexpr std::array<std::string_view, 12> sampled_paths{"metrics/iteration/idea_to_deployment",
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

/// And of a pipeline alone.
constexpr std::array<std::string_view, 5> pipeline_paths{"metrics/pipeline/queue_length", "metrics/pipeline/in_review",
                                                         "metrics/pipeline/awaiting_window", "metrics/pipeline/pending",
                                                         "metrics/pipeline/pending_age"};

/// What a study of the pipeline alone asks first, by stage where they have one.
constexpr std::array<std::string_view, 8> pipeline_names{"mean_wait",       "waited_share", "decided_within_180d",
                                                         "undecided_share", "mean_stay",    "mean_waiting",
                                                         "utilisation",     "throughput"};

using Sides = std::vector<const Totals*>;

bool plain(const results::MetricInfo& about) { return !has_axis(about); }
bool by_stage(const results::MetricInfo& about) { return has_axis(about) && about.dimensions.back() == "stage"; }

bool exists_somewhere(const Sides& sides, const LabelledMetric& asked) {
  return std::any_of(sides.begin(), sides.end(), [&](const Totals* side) { return exists(load(*side, asked)); });
}

bool exist_somewhere(const Sides& sides, const std::vector<LabelledMetric>& rows) {
  return std::any_of(rows.begin(), rows.end(), [&](const LabelledMetric& row) { return exists_somewhere(sides, row); });
}

/// Whether any run of any side counts one of them.
bool happens(const Sides& sides, const results::MetricInfo& about) {
  return std::any_of(sides.begin(), sides.end(), [&](const Totals* side) {
    const auto blocs = load(*side, {about, ""}).runs;
    return std::any_of(blocs.begin(), blocs.end(), [](const auto& bloc) {
      return std::any_of(bloc.begin(), bloc.end(), [](double count) { return count > 0; });
    });
  });
}

/// Whether no run of any side released a model: then the pipeline is what the scenarios are about.
bool without_releases(const Sides& sides) {
  const auto about = total_named(sides, "releases");
  if (!about) return false;
  const bool all_know = std::all_of(sides.begin(), sides.end(), [&](const Totals* side) { return has(*side, *about); });
  return all_know && !happens(sides, *about);
}

/// Whether any run of any side filed: then there is a pipeline to tell of.
bool with_filings(const Sides& sides) {
  const auto about = total_named(sides, "filed");
  return about && happens(sides, *about);
}

std::vector<LabelledMetric> pipeline_rows(const Sides& sides) {
  std::vector<LabelledMetric> chosen;
  for (const std::string_view name : pipeline_names)
    if (const auto about = total_named(sides, name); about && (plain(*about) || by_stage(*about)))
      for (auto& row : rows_by_label(sides, *about)) chosen.push_back(std::move(row));
  return chosen;
}

/// The sampled metrics of these paths that some side has.
std::vector<LabelledMetric> sampled_at(const Sides& sides, std::span<const std::string_view> wanted) {
  std::vector<LabelledMetric> chosen;
  for (const std::string_view path : wanted)
    for (const Totals* side : sides) {
      const auto at = std::find_if(side->sampled.begin(), side->sampled.end(),
                                   [&](const auto& about) { return about.path == path && plain(about); });
      if (at == side->sampled.end()) continue;
      chosen.push_back({*at, ""});
      break;
    }
  return chosen;
}

std::vector<LabelledMetric> system_rows(const Sides& sides) {
  std::vector<LabelledMetric> chosen;
  for (const std::string_view name : headline_names)
    if (const auto about = total_named(sides, name); about && plain(*about)) chosen.push_back({*about, ""});
  if (std::none_of(sides.begin(), sides.end(), [](const Totals* side) { return side->blocs.size() > 1; }))
    return chosen;
  for (const std::string_view name : between_names)
    if (const auto about = total_named(sides, name); about && plain(*about))
      if (LabelledMetric row{*about, ""}; exists_somewhere(sides, row)) chosen.push_back(std::move(row));
  return chosen;
}

}  // namespace

std::vector<Estimate> HeadlineMetric::estimates() const {
  std::vector<Estimate> made;
  for (const auto& values : runs) made.push_back(estimate(values));
  return made;
}

Totals totals_of(const results::Reader& file) {
  Totals made;
  made.runs = file.replicates();
  made.blocs = file.blocs();
  made.totals = file.totals();
  made.values = [&file](const results::MetricInfo& about) {
    std::vector<double> values = file.values(about.path);
    values.resize(values.size() / std::max<std::size_t>(1, file.points()));
    return values;
  };
  made.labels = [names = std::make_shared<results::Labels>(file)](std::string_view dimension, std::size_t bloc) {
    return names->of(dimension, bloc);
  };
  return made;
}

bool is_sampled(const results::MetricInfo& about) {
  return std::find(about.dimensions.begin(), about.dimensions.end(), "time") != about.dimensions.end();
}

bool has_axis(const results::MetricInfo& about) { return about.dimensions.size() > (is_sampled(about) ? 4U : 3U); }

const results::MetricInfo* total_at(const Totals& side, std::string_view path) {
  const auto at =
      std::find_if(side.totals.begin(), side.totals.end(), [&](const auto& one) { return one.path == path; });
  return at == side.totals.end() ? nullptr : &*at;
}

std::optional<results::MetricInfo> total_named(const std::vector<const Totals*>& sides, std::string_view name) {
  for (const Totals* side : sides)
    for (const auto& about : side->totals)
      if (about.name == name) return about;
  return std::nullopt;
}

bool has(const Totals& side, const results::MetricInfo& about) {
  const auto& known = is_sampled(about) ? side.sampled : side.totals;
  return std::any_of(known.begin(), known.end(), [&](const auto& one) { return one.path == about.path; });
}

bool exists(const HeadlineMetric& metric) {
  return std::any_of(metric.runs.begin(), metric.runs.end(), [](const auto& bloc) {
    return std::any_of(bloc.begin(), bloc.end(), [](double x) { return !std::isnan(x); });
  });
}

std::vector<std::string> places(const Totals& totals, const results::MetricInfo& about, std::size_t bloc) {
  if (!has_axis(about)) return {};
  if (totals.labels)
    if (auto names = totals.labels(about.dimensions.back(), bloc); !names.empty()) return names;
  std::vector<std::string> numbers;
  const std::size_t extent = totals.values(about).size() / std::max<std::size_t>(1, totals.runs * totals.blocs.size());
  for (std::size_t i = 1; i <= extent; ++i) numbers.push_back(std::to_string(i));
  return numbers;
}

std::optional<std::size_t> place_of(const Totals& totals, const LabelledMetric& asked, std::size_t bloc) {
  if (asked.label.empty()) return 0;
  const std::vector<std::string> known = places(totals, asked.about, bloc);
  const auto at = std::find(known.begin(), known.end(), asked.label);
  if (at == known.end()) return std::nullopt;
  return static_cast<std::size_t>(at - known.begin());
}

std::vector<LabelledMetric> rows_by_label(const std::vector<const Totals*>& sides, const results::MetricInfo& about) {
  if (!has_axis(about)) return {{about, ""}};
  std::vector<LabelledMetric> made;
  for (const Totals* side : sides)
    for (std::size_t bloc = 0; has(*side, about) && bloc < side->blocs.size(); ++bloc)
      for (const auto& label : places(*side, about, bloc)) {
        if (std::any_of(made.begin(), made.end(), [&](const LabelledMetric& row) { return row.label == label; }))
          continue;
        made.push_back({about, label});
        made.back().about.name += "[" + label + "]";
      }
  return made;
}

HeadlineMetric load(const Totals& totals, const LabelledMetric& asked) {
  HeadlineMetric metric{asked.about, {}};
  const std::size_t blocs = totals.blocs.size();
  metric.runs.assign(blocs, std::vector<double>(totals.runs, no_value));
  if (!has(totals, asked.about)) return metric;
  const std::vector<double> values = totals.values(asked.about);
  const std::size_t extent = values.size() / std::max<std::size_t>(1, totals.runs * blocs);
  for (std::size_t bloc = 0; bloc < blocs; ++bloc)
    if (const auto place = place_of(totals, asked, bloc); place && *place < extent)
      for (std::size_t run = 0; run < totals.runs; ++run)
        metric.runs[bloc][run] = values[(run * blocs + bloc) * extent + *place];
  return metric;
}

std::span<const std::string_view> headline_paths() { return sampled_paths; }

std::vector<LabelledMetric> headline_rows(const std::vector<const Totals*>& sides) {
  if (without_releases(sides))
    if (auto pipeline = pipeline_rows(sides); exist_somewhere(sides, pipeline)) return pipeline;
  if (auto system = system_rows(sides); !system.empty()) return system;
  std::vector<LabelledMetric> chosen;
  for (const auto& about : sides.front()->totals)
    if (plain(about) && chosen.size() < most_unnamed) chosen.push_back({about, ""});
  return chosen;
}

std::vector<LabelledMetric> sampled_rows(const std::vector<const Totals*>& sides) {
  if (without_releases(sides) && with_filings(sides))
    if (auto pipeline = sampled_at(sides, pipeline_paths); !pipeline.empty()) return pipeline;
  return sampled_at(sides, sampled_paths);
}

std::vector<HeadlineMetric> headline(const Totals& totals) {
  std::vector<HeadlineMetric> made;
  for (const LabelledMetric& row : headline_rows({&totals})) made.push_back(load(totals, row));
  return made;
}

}  // namespace poldyn::analysis
