#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/stats.h"
#include "sim/io/results_reader.h"

namespace poldyn::analysis {

/// One total of a result file that is worth a line on a screen.
struct HeadlineMetric {
  results::MetricInfo about;
  std::vector<std::vector<double>> runs;  ///< by bloc, then replicate; NaN where a run has no value

  std::vector<Estimate> estimates() const;  ///< by bloc
};

/// Totals of the runs of one scenario, in a file or in memory.
struct Totals {
  std::size_t runs = 0;
  std::vector<std::string> blocs;
  std::vector<results::MetricInfo> totals;
  std::function<std::vector<double>(const results::MetricInfo&)> values;  ///< (replicate, bloc[, extra])
  /// Names along an extra dimension, of the bloc's own places.
  std::function<std::vector<std::string>(std::string_view dimension, std::size_t bloc)> labels;
};
/// Of the first point of `file`, which must outlive it.
Totals totals_of(const results::Reader& file);

/// The headline totals, in a fixed order; with none of them there, the first totals. Where no model was released, those
/// of the pipeline by stage.
std::vector<HeadlineMetric> headline(const Totals& totals);
inline std::vector<HeadlineMetric> headline(const results::Reader& file) { return headline(totals_of(file)); }

/// One number per bloc: a total without extra axis or, of one with it, the value at `label`. NaN in blocs without it.
HeadlineMetric load(const Totals& totals, const results::MetricInfo& about, const std::string& label = "");
/// Place of a label along the extra axis of a total; 0 without axis and label, nothing if the bloc has none such.
std::optional<std::size_t> place_of(const Totals& totals, const results::MetricInfo& about, const std::string& label,
                                    std::size_t bloc);

/// Paths of the sampled metrics that are looked at if nothing else is asked for; a file may lack some.
std::span<const std::string_view> headline_paths();

}  // namespace poldyn::analysis
