#include "analysis/tradeoff/judgement.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/tradeoff/front.h"
#include "analysis/tradeoff/regret.h"

namespace poldyn::analysis {
namespace {

constexpr std::uint32_t most_resamples = 999, least_resamples = 199;
constexpr double values_in_all = 3e8;  // that all resamples together copy and add: under a minute

Eigen::MatrixXd cells_of(const Worlds& worlds, std::size_t policy) {
  Eigen::MatrixXd made(static_cast<Eigen::Index>(worlds.futures), static_cast<Eigen::Index>(worlds.replicates));
  for (std::size_t s = 0; s < worlds.futures; ++s)
    for (std::size_t r = 0; r < worlds.replicates; ++r)
      made(static_cast<Eigen::Index>(s), static_cast<Eigen::Index>(r)) = worlds.values[worlds.at(policy, s, r)];
  return made;
}

/// (policy, metric), of the matrices (policy, criterion) of each metric.
Eigen::MatrixXd means_of(const std::vector<Eigen::MatrixXd>& criteria) {
  Eigen::MatrixXd made(criteria.front().rows(), static_cast<Eigen::Index>(criteria.size()));
  for (std::size_t m = 0; m < criteria.size(); ++m)
    made.col(static_cast<Eigen::Index>(m)) = criteria[m].col(static_cast<Eigen::Index>(Criterion::mean));
  return made;
}

std::vector<Eigen::MatrixXd> criteria_of_all(const std::vector<Worlds>& costs) {
  std::vector<Eigen::MatrixXd> made;
  for (const auto& one : costs) made.push_back(criteria_of(one));
  return made;
}

Eigen::MatrixXd shares_of(const Worlds& unmet) {
  Eigen::MatrixXd made(static_cast<Eigen::Index>(unmet.policies), 1);
  for (std::size_t p = 0; p < unmet.policies; ++p) {
    const Eigen::MatrixXd cells = cells_of(unmet, p);
    const double n = static_cast<double>((!cells.array().isNaN()).count());
    made(static_cast<Eigen::Index>(p), 0) = cells.array().isNaN().select(0.0, cells.array()).sum() / n;
  }
  return made;
}

bool has_worlds(const Worlds& worlds) {
  return std::any_of(worlds.values.begin(), worlds.values.end(), [](double x) { return !std::isnan(x); });
}

void add_estimates(JudgedMetric& judged, const Worlds& costs, Layout layout) {
  const Regrets all = regrets(costs);
  for (std::size_t p = 0; p < costs.policies; ++p) {
    judged.mean.push_back(mean_of_cells(cells_of(costs, p), layout));
    judged.mean_regret.push_back(mean_regret(costs, all, p, layout));
    const WorstRegret worst = worst_regret(costs, all, p);
    judged.worst_regret.push_back(worst.regret);
    judged.worst_future.push_back(worst.future);
  }
  judged.worlds = judged.mean.front().n;
}

/// Everything in one resample; nothing if a metric has no world in it.
struct Drawn {
  std::vector<Eigen::MatrixXd> criteria;
  Eigen::MatrixXd unmet;
};
std::optional<Drawn> drawn(const std::vector<Worlds>& costs, const Worlds& unmet, const Resample& from) {
  Drawn made;
  for (const auto& one : costs) {
    const Worlds again = taken(one, from);
    if (!has_worlds(again)) return std::nullopt;
    made.criteria.push_back(criteria_of(again));
  }
  if (!unmet.values.empty()) made.unmet = shares_of(taken(unmet, from));
  return made;
}

}  // namespace

std::uint32_t resamples_of(const std::vector<Worlds>& costs) {
  double values = 1;
  for (const auto& one : costs) values += static_cast<double>(one.values.size());
  return static_cast<std::uint32_t>(
      std::clamp(values_in_all / values, double{least_resamples}, double{most_resamples}));
}

PolicyJudgement judge(const std::vector<Worlds>& costs, const Worlds& unmet, Layout layout, const Resampler& resampler,
                      void (*between)()) {
  const auto criteria = criteria_of_all(costs);
  const Eigen::MatrixXd means = means_of(criteria);
  PolicyJudgement made;
  made.front = on_front(means);
  made.membership.assign(made.front.size(), no_value);
  made.dominator = dominators(means, made.front);
  std::vector<Standings> standings(criteria.begin(), criteria.end());
  Standings shares(unmet.values.empty() ? Eigen::MatrixXd() : shares_of(unmet));
  std::vector<std::size_t> members(made.front.size(), 0);
  const std::uint32_t wanted = can_resample(costs.front(), layout) ? resamples_of(costs) : 0;
  for (std::uint32_t number = 0; number < wanted; ++number) {
    if (between) between();
    const auto again = drawn(costs, unmet, resample(costs.front(), layout, number, resampler));
    if (!again) continue;
    ++made.resamples;
    for (std::size_t m = 0; m < costs.size(); ++m) standings[m].add(again->criteria[m]);
    if (!unmet.values.empty()) shares.add(again->unmet);
    const auto front = on_front(means_of(again->criteria));
    for (std::size_t p = 0; p < front.size(); ++p) members[p] += front[p];
  }
  for (std::size_t p = 0; p < members.size() && made.resamples > 0; ++p)
    made.membership[p] = static_cast<double>(members[p]) / made.resamples;
  for (std::size_t m = 0; m < costs.size(); ++m) {
    JudgedMetric judged;
    for (std::size_t c = 0; c < criterion_names.size(); ++c) judged.standings.push_back(standings[m].of(c));
    add_estimates(judged, costs[m], layout);
    made.metrics.push_back(std::move(judged));
  }
  if (!unmet.values.empty()) made.meets = shares.of(0);
  return made;
}

}  // namespace poldyn::analysis
