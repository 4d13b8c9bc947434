#pragma once

#include <string>
#include <string_view>

#include "sim/results/results_reader.h"

namespace poldyn::app {

enum class Theme { time, quantity, variety, capability, other };
/// How a difference is told: as a share of A's value, in percentage points, in months of A's progress or, where A makes
/// none, in decades of compute: a share of what is a logarithm already would mean nothing.
enum class DifferenceScale { relative, points, months, decades };

/// How a metric is called on a page, and how its differences are measured.
struct Wording {
  std::string title;
  std::string unit;  ///< in words, after a number: "days"; empty for a pure number
  Theme theme = Theme::other;
  DifferenceScale scale = DifferenceScale::relative;
};

/// By the metric's name; of one that has no words of its own, its meaning.
Wording wording_of(const results::MetricInfo& about);
std::string_view words_of(Theme theme);

}  // namespace poldyn::app
