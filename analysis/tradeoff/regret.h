#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <vector>

#include "analysis/tradeoff/worlds.h"

namespace poldyn::analysis {

/// What each policy costs more, in each future, than the policy that is best there (Savage 1951, J. Amer. Statist.
/// Assoc. 46, 55). Costs are means over replicates: who chooses may come to know the future, but never the luck. Low is
/// better. With few replicates the best of a future is partly the luckiest, which makes regrets too large.
struct Regrets {
  Eigen::MatrixXd by_future;         ///< (future, policy), 0 or more; futures without a world left are left out
  std::vector<std::size_t> futures;  ///< their places
  std::vector<std::size_t> best;     ///< by future, the policy without regret; the first of equals
  Eigen::VectorXd least;             ///< by future, what it costs
  Eigen::VectorXd mean() const { return by_future.colwise().mean().transpose(); }
  Eigen::VectorXd worst() const { return by_future.colwise().maxCoeff().transpose(); }
};

/// Throws std::invalid_argument if no world is left.
Regrets regrets(const Worlds& costs);

/// Mean regret of a policy with an interval: that of differences to the best of each future, world by world, in which
/// shared luck cancels.
Estimate mean_regret(const Worlds& costs, const Regrets& regrets, std::size_t policy, Layout layout);

/// The largest regret of a policy, and the future that it is of; the interval is that of the paired differences there,
/// so it knows nothing of how the future was found.
struct WorstRegret {
  Estimate regret;
  std::size_t future = 0;
};
WorstRegret worst_regret(const Worlds& costs, const Regrets& regrets, std::size_t policy);

}  // namespace poldyn::analysis
