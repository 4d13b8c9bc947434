#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Makes the table of users' own choices, which at the first epoch are all there is.
inline void keep_choices(Market& market) {
  if (market.chosen.cols() == 0) market.chosen = market.share;
}

/// How ordered use is split over a bloc's offers, by row; sums to 1. Empty if nothing is ordered or nobody is eligible:
/// then the market serves all.
Eigen::ArrayXd split_of_orders(const Simulation& sim, BlocId bloc);

/// What users of one domain chose, and what a unit of use is worth to them.
struct Choice {
  Eigen::Ref<const Eigen::ArrayXd> share;
  Eigen::Ref<const Eigen::ArrayXd> quality;
  Eigen::Ref<const Eigen::ArrayXd> utility;
  double worth = 0;
};

/// Shares of use when a part of `demand` M$ in the domain is ordered and goes by `split`, the rest by choice. Sets
/// `choice.worth` to what a unit of this use is worth.
Eigen::ArrayXd with_orders(Simulation& sim, BlocId bloc, Eigen::Index domain, const Eigen::ArrayXd& split,
                           Choice& choice, double demand);

}  // namespace poldyn
