#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/side.h"

namespace poldyn::analysis {

/// Dates beyond these are not told: a scenario may have hundreds.
inline constexpr std::size_t most_dates = 3;

/// What is averaged in a side whose totals begin at `warmup`: from `since` on or, without it, from the warm-up on.
Span mean_span(double warmup, std::optional<double> since);
/// The time that all sides have in their totals: of the given ones, from the last begin to the first end.
Span common_window(const std::vector<Span>& sides);
/// Before and after a date, within a window; a part of which nothing is left is empty, and has no mean.
std::pair<Span, Span> spans_around(Span window, double date);

/// The first dates at which the rules of some side change, rising.
std::vector<double> dates_told(const std::vector<std::vector<double>>& policy_dates_by_side);

/// other - baseline of means of samples before and after a date, for one bloc of one side.
struct Around {
  struct Row {
    results::MetricInfo about;
    Estimate before;
    Estimate after;
  };
  double date = 0;
  std::size_t side = 1;
  std::string bloc;  ///< its name in the baseline
  std::vector<Row> rows;
};

/// Of these rows of samples, those with a difference before or after.
std::vector<Around> around_dates(const std::vector<Side>& sides, const std::vector<LabelledMetric>& rows, double level);

}  // namespace poldyn::analysis
