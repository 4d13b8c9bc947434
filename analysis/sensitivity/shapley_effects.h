#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/sensitivity/index.h"
#include "analysis/sensitivity/response.h"

namespace poldyn::analysis {

/// Shares of the variance by factor when factors depend on each other, as those of a fitted posterior do: each has the
/// mean of what it adds to the explained variance over all orders in which factors become known (Owen 2014, SIAM/ASA J.
/// Uncertain. Quantif. 2; Song, Nelson & Staum 2016, ibid. 4). They sum to 1.
struct ShapleyEffects {
  std::size_t points = 0;  ///< used
  std::vector<Index> shares;
};

inline constexpr std::size_t fewest_shapley_points = 40;
/// Most factors; each more doubles the work.
inline constexpr std::size_t most_shapley_factors = 8;
/// Most points that are used of so many factors: the search for neighbours takes points^2 times 2^factors steps.
std::size_t most_shapley_points(std::size_t factors);

/// What a set of factors explains is the mean product of the response at a point and at the nearest other one in those
/// factors (Broto, Bachoc & Depecker 2020, SIAM/ASA J. Uncertain. Quantif. 8), in ranks; that all together explain the
/// whole variance over points is known. `columns` by factor and kept point of `y`, without gaps; a text counts as 0 or
/// 1 apart. Intervals: standard error over samples of a quarter of the points without replacement, scaled (the delete-d
/// jackknife, Shao & Wu 1989, Ann. Statist. 17), since points drawn twice would be their own neighbours. With one
/// replicate the shares are of the variance that the neighbours in all factors explain. Points are taken in random
/// order, and of equally near ones the next in that order. With common worlds what others would have given is part of
/// the intervals (three replicates at least). Nothing with fewer points than fewest_shapley_points, or if nothing is
/// explained; no interval if a sample explains nothing.
std::optional<ShapleyEffects> shapley_effects(const std::vector<std::vector<double>>& columns,
                                              const std::vector<bool>& is_number, const Response& y, bool common,
                                              double level, const Resampler& resampler);

}  // namespace poldyn::analysis
