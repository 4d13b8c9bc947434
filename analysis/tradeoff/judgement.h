#pragma once

#include <cstdint>
#include <vector>

#include "analysis/tradeoff/criteria.h"
#include "analysis/tradeoff/worlds.h"

namespace poldyn::analysis {

/// One quantity of every policy, judged alone.
struct JudgedMetric {
  std::vector<std::vector<Standing>> standings;           ///< by criterion, then policy
  std::vector<Estimate> mean, mean_regret, worst_regret;  ///< by policy
  std::vector<std::size_t> worst_future;                  ///< by policy, where its regret is largest
  std::size_t worlds = 0;                                 ///< with a value of every policy
};

/// All quantities together.
struct PolicyJudgement {
  std::vector<JudgedMetric> metrics;
  std::vector<bool> front;             ///< by policy: no other has means as low in all and lower in one
  std::vector<double> membership;      ///< share of resamples in which it is on the front; NaN without resamples
  std::vector<std::size_t> dominator;  ///< by policy: one of the front that dominates it, or itself
  std::vector<Standing> meets;         ///< of 1 - share of worlds that meet all conditions; empty without conditions
  std::vector<Standing> others_meet;   ///< the same of those that are not judged, whose ranks mean nothing
  std::uint32_t resamples = 0;
};

/// Resamples that a study is judged with: 999, or fewer for one so large that they would take minutes.
std::uint32_t resamples_of(const std::vector<Worlds>& costs);

/// `costs`: one for each metric over the same policies, futures and replicates, low is better, as keep_common() leaves
/// them. `unmet`: 1 in worlds in which a policy misses a condition, 0 in others; without values if there is none. Its
/// first policies are those of `costs`; behind them may stand some that are not judged, each with NaN in worlds of its
/// own. Of a share that is 0 or 1 in all worlds, and so in every resample, the interval's other end is that of Clopper
/// & Pearson (1934, Biometrika 26, 404). Each resample draws the same worlds for all metrics. `between` is called now
/// and then; it may throw. Throws std::invalid_argument if a metric has no world left.
PolicyJudgement judge(const std::vector<Worlds>& costs, const Worlds& unmet, Layout layout, const Resampler& resampler,
                      void (*between)() = nullptr);

}  // namespace poldyn::analysis
