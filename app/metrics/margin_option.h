#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/equivalence.h"
#include "sim/results/results_reader.h"

namespace poldyn::app {

/// Reads what --equivalent was given: "5%", a share of A's mean, for all rows; "5 d", "2 M$" for rows in such a unit,
/// and "0.02" for rows without unit, before any share. Gives the margin of a row, or nothing. Throws
/// CLI::ValidationError.
std::function<std::optional<analysis::Margin>(const results::MetricInfo&)> margins_of(
    const std::vector<std::string>& texts);

/// "5 % of A's mean", "5 d"
std::string margin_text(const analysis::Margin& margin, const results::MetricInfo& about);

}  // namespace poldyn::app
