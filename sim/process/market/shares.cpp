#include "sim/process/market/shares.h"

#include <algorithm>

#include "sim/base/elementary.h"

namespace poldyn {
namespace {

/// exp(x) over its sum, with the largest x taken out first so that nothing overflows.
Eigen::ArrayXd normalised_exp(Eigen::Ref<const Eigen::ArrayXd> x, double* log_sum = nullptr) {
  const double most = x.maxCoeff();
  Eigen::ArrayXd weight = (x - most).unaryExpr(&exp);
  const double sum = weight.sum();
  weight /= sum;
  if (log_sum) *log_sum = most + log(sum);
  return weight;
}

}  // namespace

double move_shares(const MarketRule& rule, Eigen::Ref<const Eigen::ArrayXd> utility, double years,
                   Eigen::Ref<Eigen::ArrayXd> share) {
  if (share.size() == 0) return 0;
  switch (rule.rule) {
    case ShareRule::logit: {
      const double kept = exp(-rule.switching_rate_per_year * years);
      const double users = share.sum();
      // Shares that sum to 1 but for rounding leave no users to choose anew, and not a little less than none.
      double worth = 0;
      share = kept * share + std::max(0.0, 1 - users * kept) * normalised_exp(utility, &worth);
      return worth;
    }
    case ShareRule::replicator: {
      const Eigen::ArrayXd start = (share > 0).select(share, rule.base_floor);
      share = normalised_exp(start.unaryExpr(&log) + rule.switching_rate_per_year * years * utility);
      return (share * utility).sum();
    }
  }
  return 0;
}

}  // namespace poldyn
