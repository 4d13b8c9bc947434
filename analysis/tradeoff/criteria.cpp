#include "analysis/tradeoff/criteria.h"

#include <algorithm>
#include <cmath>

#include "analysis/tradeoff/regret.h"

namespace poldyn::analysis {
namespace {

constexpr double exceeded_by_one_in_ten = 0.9;

std::vector<double> values_of(const Worlds& costs, std::size_t policy) {
  std::vector<double> made;
  for (std::size_t i = costs.at(policy, 0, 0); i < costs.at(policy + 1, 0, 0); ++i)
    if (!std::isnan(costs.values[i])) made.push_back(costs.values[i]);
  return made;
}

std::size_t rank_of(const Eigen::VectorXd& values, Eigen::Index policy) {
  return static_cast<std::size_t>((values.array() < values[policy]).count()) + 1;
}

}  // namespace

double quantile_in_place(std::vector<double>& values, double p) {
  if (values.empty()) return no_value;
  const double place = p * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::ptrdiff_t>(place);
  std::nth_element(values.begin(), values.begin() + below, values.end());
  const double low = values[static_cast<std::size_t>(below)];
  if (below + 1 == static_cast<std::ptrdiff_t>(values.size())) return low;
  const double high = *std::min_element(values.begin() + below + 1, values.end());
  return low + (place - static_cast<double>(below)) * (high - low);
}

Eigen::MatrixXd criteria_of(const Worlds& costs) {
  const Regrets all = regrets(costs);
  const Eigen::VectorXd mean_regrets = all.mean();
  Eigen::MatrixXd made(static_cast<Eigen::Index>(costs.policies), criterion_names.size());
  for (std::size_t p = 0; p < costs.policies; ++p) {
    auto values = values_of(costs, p);
    const Eigen::Map<const Eigen::ArrayXd> cells(values.data(), static_cast<Eigen::Index>(values.size()));
    const double mean = cells.mean();
    const double spread =
        values.size() < 2 ? 0 : std::sqrt((cells - mean).square().sum() / static_cast<double>(values.size() - 1));
    const auto row = static_cast<Eigen::Index>(p);
    made(row, 0) = mean_regrets[row] + all.least.mean();
    made(row, 1) = made(row, 0) + spread;
    made(row, 2) = quantile_in_place(values, exceeded_by_one_in_ten);
  }
  made.col(static_cast<Eigen::Index>(Criterion::mean_regret)) = mean_regrets;
  made.col(static_cast<Eigen::Index>(Criterion::worst_regret)) = all.worst();
  return made;
}

std::vector<Standing> Standings::of(std::size_t column, double level) const {
  const auto at = static_cast<Eigen::Index>(column);
  const Eigen::VectorXd values = values_.col(at);
  std::vector<Standing> made(static_cast<std::size_t>(values.size()));
  std::vector<double> lowest;
  for (const auto& one : resampled_) lowest.push_back(one.col(at).minCoeff());
  for (Eigen::Index p = 0; p < values.size(); ++p) {
    Standing& standing = made[static_cast<std::size_t>(p)];
    standing.value = values[p];
    standing.rank = rank_of(values, p);
    std::vector<double> drawn;
    double best = 0;
    for (std::size_t b = 0; b < resampled_.size(); ++b) {
      drawn.push_back(resampled_[b](p, at));
      best += drawn.back() <= lowest[b];
    }
    if (drawn.empty()) continue;
    standing.best_share = best / static_cast<double>(drawn.size());
    standing.interval = {quantile_in_place(drawn, (1 - level) / 2), quantile_in_place(drawn, (1 + level) / 2)};
  }
  return made;
}

}  // namespace poldyn::analysis
