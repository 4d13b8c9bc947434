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

/// Not worse by more than rounding.
bool as_good_as(double value, double other) { return !(difference_of(other, value) > 0); }

std::size_t rank_of(const Eigen::VectorXd& values, Eigen::Index policy) {
  return 1 + static_cast<std::size_t>(std::count_if(values.begin(), values.end(), [&](double other) {
           return !std::isnan(other) && !as_good_as(values[policy], other);
         }));
}

Eigen::Index first_of(const Eigen::VectorXd& values) {
  Eigen::Index best = 0;
  for (Eigen::Index p = 1; p < values.size(); ++p)
    if (!as_good_as(values[best], values[p])) best = p;
  return best;
}

/// Least of those that are there.
double least_of(const Eigen::VectorXd& values) {
  double least = no_value;
  for (const double x : values) least = std::fmin(least, x);
  return least;
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
  const Eigen::Index first = first_of(values);
  std::vector<Standing> made(static_cast<std::size_t>(values.size()));
  std::vector<double> lowest;
  for (const auto& one : resampled_) lowest.push_back(least_of(one.col(at)));
  for (Eigen::Index p = 0; p < values.size(); ++p) {
    Standing& standing = made[static_cast<std::size_t>(p)];
    standing.value = values[p];
    standing.rank = rank_of(values, p);
    std::vector<double> drawn;
    double best = 0, as_good = 0;
    for (std::size_t b = 0; b < resampled_.size(); ++b) {
      const double x = resampled_[b](p, at);
      if (std::isnan(x)) continue;
      drawn.push_back(x);
      best += as_good_as(x, lowest[b]);
      as_good += as_good_as(x, resampled_[b](first, at));
    }
    if (drawn.empty()) continue;
    const auto resamples = static_cast<double>(drawn.size());
    standing.best_share = best / resamples;
    standing.as_good = as_good / resamples;
    standing.interval = {quantile_in_place(drawn, (1 - level) / 2), quantile_in_place(drawn, (1 + level) / 2)};
  }
  return made;
}

std::vector<std::size_t> may_be_best(const std::vector<Standing>& standings) {
  std::vector<std::size_t> made;
  // The first is the best of all by luck, too: each of the others gets a part of the error (Bonferroni).
  const double others = static_cast<double>(std::max<std::size_t>(standings.size(), 2) - 1);
  for (std::size_t p = 0; p < standings.size(); ++p)
    if (standings[p].rank == 1 || standings[p].as_good > (1 - confidence) / 2 / others) made.push_back(p);
  std::stable_sort(made.begin(), made.end(),
                   [&](std::size_t a, std::size_t b) { return standings[a].best_share > standings[b].best_share; });
  return made;
}

std::vector<Best> bests_of(const std::vector<std::vector<Standing>>& by_criterion) {
  const auto sorted = [](std::vector<std::size_t> places) {
    std::sort(places.begin(), places.end());
    return places;
  };
  std::vector<Best> made;
  for (std::size_t c = 0; c < by_criterion.size(); ++c) {
    const auto who = may_be_best(by_criterion[c]);
    auto same = std::find_if(made.begin(), made.end(), [&](const Best& one) { return sorted(one.who) == sorted(who); });
    if (same == made.end()) same = made.insert(made.end(), {who, {}});
    same->criteria.push_back(c);
  }
  return made;
}

}  // namespace poldyn::analysis
