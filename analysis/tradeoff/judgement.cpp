#include "analysis/tradeoff/judgement.h"

#include <boost/math/special_functions/beta.hpp>

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
  made.reserve(costs.size());
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

/// Draws that a share is made of, if what hangs together counts once.
double independent_draws(const Worlds& worlds, Layout layout) {
  const Eigen::MatrixXd cells = cells_of(worlds, 0);
  const auto with_value = [&](auto&& lines) {
    return std::count_if(lines.begin(), lines.end(), [](const auto& line) { return !line.array().isNaN().all(); });
  };
  const auto futures = static_cast<double>(with_value(cells.rowwise()));
  const auto replicates = static_cast<double>(with_value(cells.colwise()));
  if (!layout.shared_luck)
    return layout.sampled_futures ? futures : static_cast<double>((!cells.array().isNaN()).count());
  return layout.sampled_futures && replicates > 1 ? std::min(futures, replicates)
                                                  : (layout.sampled_futures ? futures : replicates);
}

/// What is so in hardly any world, or in nearly all, is so in too many resamples: no interval is narrower than that of
/// so many independent draws (Clopper & Pearson 1934).
void widen(std::vector<Standing>& shares, double draws) {
  for (Standing& share : shares) {
    if (std::isnan(share.value)) continue;
    const double met = share.value * draws;
    const double low = met > 0 ? boost::math::ibeta_inv(met, draws - met + 1, (1 - confidence) / 2) : 0;
    const double high = met < draws ? boost::math::ibeta_inv(met + 1, draws - met, (1 + confidence) / 2) : 1;
    share.interval = {std::min(share.interval.exists() ? share.interval.low : low, low),
                      std::max(share.interval.exists() ? share.interval.high : high, high)};
  }
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

/// Shares of worlds that miss a condition, of those that are judged, who have ranks among them, and apart of others.
class Shares {
 public:
  Shares(const Worlds& unmet, std::size_t policies)
      : some_(!unmet.values.empty()),
        policies_(static_cast<Eigen::Index>(policies)),
        of_judged_(some_ ? Eigen::MatrixXd(shares_of(unmet).topRows(policies_)) : Eigen::MatrixXd()),
        of_others_(
            some_ ? Eigen::MatrixXd(shares_of(unmet).bottomRows(static_cast<Eigen::Index>(unmet.policies) - policies_))
                  : Eigen::MatrixXd()) {}

  void add(const Eigen::MatrixXd& again) {
    if (!some_) return;
    of_judged_.add(again.topRows(policies_));
    of_others_.add(again.bottomRows(again.rows() - policies_));
  }

  void tell(const Worlds& unmet, Layout layout, PolicyJudgement& made) const {
    if (!some_) return;
    made.meets = of_judged_.of(0);
    made.others_meet = of_others_.of(0);
    const double draws = independent_draws(unmet, layout);
    for (auto* list : {&made.meets, &made.others_meet})
      if (made.resamples > 0) widen(*list, draws);
  }

 private:
  bool some_;
  Eigen::Index policies_;
  Standings of_judged_, of_others_;
};

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
  Shares shares(unmet, costs.front().policies);
  std::vector<std::size_t> members(made.front.size(), 0);
  const std::uint32_t wanted = can_resample(costs.front(), layout) ? resamples_of(costs) : 0;
  for (std::uint32_t number = 0; number < wanted; ++number) {
    if (between) between();
    const auto again = drawn(costs, unmet, resample(costs.front(), layout, number, resampler));
    if (!again) continue;
    ++made.resamples;
    for (std::size_t m = 0; m < costs.size(); ++m) standings[m].add(again->criteria[m]);
    shares.add(again->unmet);
    const auto front = on_front(means_of(again->criteria));
    for (std::size_t p = 0; p < front.size(); ++p) members[p] += front[p];
  }
  for (std::size_t p = 0; p < members.size() && made.resamples > 0; ++p)
    made.membership[p] = static_cast<double>(members[p]) / made.resamples;
  for (std::size_t m = 0; m < costs.size(); ++m) {
    JudgedMetric metric;
    for (std::size_t c = 0; c < criterion_names.size(); ++c) metric.standings.push_back(standings[m].of(c));
    add_estimates(metric, costs[m], layout);
    made.metrics.push_back(std::move(metric));
  }
  shares.tell(unmet, layout, made);
  return made;
}

}  // namespace poldyn::analysis
