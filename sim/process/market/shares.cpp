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

/// Mean by weights that sum to 1, in order of rows; 0 of nothing.
double mean(const Eigen::ArrayXd& weight, const Eigen::ArrayXd& what) {
  double sum = 0;
  for (Eigen::Index i = 0; i < what.size(); ++i) sum += weight(i) * what(i);
  return sum;
}

}  // namespace

double move_shares(const MarketRule& rule, Eigen::Ref<const Eigen::ArrayXd> utility, double years,
                   Eigen::Ref<Eigen::ArrayXd> share, const Eigen::ArrayXd& misread) {
  if (share.size() == 0) return 0;
  switch (rule.rule) {
    case ShareRule::logit: {
      const double kept = exp(-rule.switching_rate_per_year * years);
      const double users = share.sum();
      // Shares that sum to 1 but for rounding leave no users to choose anew, and not a little less than none.
      double worth = 0;
      const Eigen::ArrayXd choice = normalised_exp(utility, &worth);
      share = kept * share + std::max(0.0, 1 - users * kept) * choice;
      return misread.size() > 0 ? worth - mean(choice, misread) : worth;
    }
    case ShareRule::replicator: {
      const Eigen::ArrayXd start = (share > 0).select(share, rule.base_floor);
      share = normalised_exp(start.unaryExpr(&log) + rule.switching_rate_per_year * years * utility);
      return misread.size() > 0 ? (share * utility).sum() - mean(share, misread) : (share * utility).sum();
    }
  }
  return 0;
}

}  // namespace poldyn
