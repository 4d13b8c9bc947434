#pragma once

#include <span>

#include "sim/observe/diversity.h"
#include "sim/world/world.h"

namespace poldyn {

/// What one stress does to a bloc's market, before it has struck: its size is a logistic variable, the same for all
/// models (StressRule). A model fails if the stress exceeds what it bears.
struct StressOutcome {
  double failing = missing_value;  ///< share of use whose model fails: expectation
  double tail = missing_value;     ///< by how much models fall short of the worst stresses, OOM: expected shortfall
};

/// `use` is per row of the market. Exact, without sampling: what models lack grows with the stress, so its quantiles
/// are those of the stress. NaN without use, or if use has nowhere to move to or from.
StressOutcome stress_test(const World& world, const Bloc& bloc, std::span<const double> use);

}  // namespace poldyn
