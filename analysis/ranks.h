#pragma once

#include <span>
#include <vector>

namespace poldyn::analysis {

/// Ranks from 1; equal values share the mean of theirs.
std::vector<double> ranks_of(std::span<const double> values);

/// Spearman's. Places at which one has no value are left out; NaN if either does not vary.
double rank_correlation(std::span<const double> a, std::span<const double> b);

}  // namespace poldyn::analysis
