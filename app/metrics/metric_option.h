#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/side.h"

namespace poldyn::app {

/// Rows that "--metric" texts ask for, each once, in the order of the texts and then of the sides: totals and means of
/// sampled metrics, by name, family and name, or path, with * for any characters; of a metric with an axis those at
/// the labels in [brackets], or all. A name without pattern or group that is both a total and a sampled metric is the
/// total, or the mean if `sampled_first`. Throws CLI::ValidationError with the nearest name if a text finds nothing.
std::vector<analysis::LabelledMetric> rows_asked(const std::vector<std::string>& texts,
                                                 const std::vector<analysis::Side>& sides, bool sampled_first);

/// Reads "--since", days. Throws CLI::ValidationError; nothing if it is not given.
std::optional<double> since_of(const std::string& text);
/// Throws CLI::ValidationError, naming the side, if one has no sample after `since`.
void require_samples(const std::string& text, double since, const std::vector<analysis::Side>& sides);

}  // namespace poldyn::app
