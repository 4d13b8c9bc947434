#pragma once

#include <vector>

#include "analysis/sensitivity/influence.h"

namespace poldyn::analysis {

/// Influence from points as they are, whatever the design; of Saltelli and Morris points only those that are not
/// mixtures of others. `response` is (point, replicate) of the whole study.
Influence given_data_influence(const Study& study, std::size_t base, const std::vector<double>& response,
                               const InfluenceSettings& judging);

/// The swing of a factor at the points that `y` was made of, and how its ends are called.
void set_swing(FactorInfluence& one, const Factor& factor, const std::vector<std::size_t>& points, const Response& y,
               bool common, double level);

}  // namespace poldyn::analysis
