#include "analysis/tradeoff/regret.h"

#include <stdexcept>

namespace poldyn::analysis {
namespace {

/// Differences to the best of a future, by replicate.
std::vector<double> paired_regret(const Worlds& costs, std::size_t future, std::size_t best, std::size_t policy) {
  std::vector<double> made;
  for (std::size_t r = 0; r < costs.replicates; ++r)
    made.push_back(difference_of(costs.values[costs.at(best, future, r)], costs.values[costs.at(policy, future, r)]));
  return made;
}

}  // namespace

Regrets regrets(const Worlds& costs) {
  FutureMeans means = future_means(costs);
  if (means.futures.empty()) throw std::invalid_argument("no world has a value of every policy");
  Regrets made{std::move(means.values), std::move(means.futures), {}, Eigen::VectorXd()};
  made.least = made.by_future.rowwise().minCoeff();
  for (Eigen::Index s = 0; s < made.by_future.rows(); ++s) {
    Eigen::Index best = 0;
    made.by_future.row(s).minCoeff(&best);
    made.best.push_back(static_cast<std::size_t>(best));
  }
  for (Eigen::Index s = 0; s < made.by_future.rows(); ++s)
    for (double& cost : made.by_future.row(s)) cost = difference_of(made.least[s], cost);
  return made;
}

Estimate mean_regret(const Worlds& costs, const Regrets& regrets, std::size_t policy, Layout layout) {
  Eigen::MatrixXd cells(regrets.by_future.rows(), static_cast<Eigen::Index>(costs.replicates));
  for (std::size_t s = 0; s < regrets.futures.size(); ++s) {
    const auto row = paired_regret(costs, regrets.futures[s], regrets.best[s], policy);
    cells.row(static_cast<Eigen::Index>(s)) = Eigen::Map<const Eigen::RowVectorXd>(row.data(), cells.cols());
  }
  return mean_of_cells(cells, layout);
}

WorstRegret worst_regret(const Worlds& costs, const Regrets& regrets, std::size_t policy) {
  Eigen::Index worst = 0;
  regrets.by_future.col(static_cast<Eigen::Index>(policy)).maxCoeff(&worst);
  const auto at = static_cast<std::size_t>(worst);
  const std::size_t future = regrets.futures[at];
  return {estimate(paired_regret(costs, future, regrets.best[at], policy)), future};
}

}  // namespace poldyn::analysis
