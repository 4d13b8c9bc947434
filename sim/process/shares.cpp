#include "sim/process/shares.h"

#include <algorithm>
#include <cmath>

namespace poldyn {
namespace {

/// exp(x) over its sum, with the largest x taken out first so that nothing overflows.
Eigen::ArrayXd normalised_exp(Eigen::Ref<const Eigen::ArrayXd> x) {
  Eigen::ArrayXd weight = (x - x.maxCoeff()).exp();
  weight /= weight.sum();
  return weight;
}

}  // namespace

void move_shares(const MarketRule& rule, Eigen::Ref<const Eigen::ArrayXd> utility, double years,
                 Eigen::Ref<Eigen::ArrayXd> share) {
  if (share.size() == 0) return;
  switch (rule.rule) {
    case ShareRule::logit: {
      const double kept = std::exp(-rule.switching_rate_per_year * years);
      const double users = share.sum();
      // Shares that sum to 1 but for rounding leave no users to choose anew, and not a little less than none.
      share = kept * share + std::max(0.0, 1 - users * kept) * normalised_exp(utility);
      return;
    }
    case ShareRule::replicator: {
      const Eigen::ArrayXd start = (share > 0).select(share, rule.base_floor);
      share = normalised_exp(start.log() + rule.switching_rate_per_year * years * utility);
      return;
    }
  }
}

}  // namespace poldyn
