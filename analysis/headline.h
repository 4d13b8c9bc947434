#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/stats.h"
#include "sim/results/results_reader.h"

namespace poldyn::analysis {

/// A row of a table: a metric or, of one with an extra axis, its value at a label.
struct LabelledMetric {
  results::MetricInfo about;  ///< its name is "mean_gap[research]" if there is a label
  std::string label;
};

/// Such a row with its numbers.
struct HeadlineMetric {
  results::MetricInfo about;
  std::vector<std::vector<double>> runs;  ///< by bloc, then replicate; NaN where a run has no value

  std::vector<Estimate> estimates() const;  ///< by bloc
};

/// What runs of one scenario, in a file or in memory, have in numbers per run.
struct Totals {
  std::size_t runs = 0;
  std::vector<std::string> blocs;
  std::vector<results::MetricInfo> totals;
  std::vector<results::MetricInfo> sampled;
  /// (replicate, bloc[, extra]): totals, and of sampled metrics the means over a span of time.
  std::function<std::vector<double>(const results::MetricInfo&)> values;
  /// Names along an extra dimension in a bloc; empty if they are not known.
  std::function<std::vector<std::string>(std::string_view dimension, std::size_t bloc)> labels;
};
/// Of the first point of `file`, which must outlive it.
Totals totals_of(const results::Reader& file);

/// Rows for all sides together, each metric that some side has: those of the headline, in its order; where no side
/// releases a model, those of the pipeline, by stage; where neither is there, the first totals.
std::vector<LabelledMetric> headline_rows(const std::vector<const Totals*>& sides);
/// Means of the usual sampled metrics: those of headline_paths() or, where no side releases a model, of the pipeline.
std::vector<LabelledMetric> sampled_rows(const std::vector<const Totals*>& sides);
/// The headline of one side by itself.
std::vector<HeadlineMetric> headline(const Totals& totals);

/// One number per bloc and run: a total without extra axis or, of one with it, the value at `label`. NaN in blocs
/// without it, and everywhere in a side without the metric.
HeadlineMetric load(const Totals& totals, const LabelledMetric& asked);
/// What places along the extra axis of a metric are called in a bloc: by name or, where none is known, by number from
/// 1; none of a metric without that axis.
std::vector<std::string> places(const Totals& totals, const results::MetricInfo& about, std::size_t bloc);
/// Place of a label along the extra axis of a total; 0 without label, nothing if the bloc has none such.
std::optional<std::size_t> place_of(const Totals& totals, const LabelledMetric& asked, std::size_t bloc);
/// One row for each label that a metric has in some bloc of some side, in the order in which they are met; a single one
/// if it has no extra axis.
std::vector<LabelledMetric> rows_by_label(const std::vector<const Totals*>& sides, const results::MetricInfo& about);

bool is_sampled(const results::MetricInfo& about);
/// Whether it has an axis besides point, replicate, bloc and time.
bool has_axis(const results::MetricInfo& about);
/// The total of that path; none if the side does not know it.
const results::MetricInfo* total_at(const Totals& side, std::string_view path);
/// The total of that name of the first side that has one; its path holds for the others too.
std::optional<results::MetricInfo> total_named(const std::vector<const Totals*>& sides, std::string_view name);
/// Whether the side knows the metric at all.
bool has(const Totals& side, const results::MetricInfo& about);
/// Whether some run of some bloc has a value.
bool exists(const HeadlineMetric& metric);

/// Paths of the sampled metrics that are looked at if nothing else is asked for; a file may lack some.
std::span<const std::string_view> headline_paths();

}  // namespace poldyn::analysis
