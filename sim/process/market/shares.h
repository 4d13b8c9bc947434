#pragma once

#include <Eigen/Core>

#include "sim/policy/market_rule.h"

namespace poldyn {

/// Shares after a time `years`, written over `share`, one domain's column of any length. `utility` is per row.
///
/// Logit: the shares relax toward the logit of utility at the switching rate r, exactly for constant utility:
///   s' = s e^{-rt} + s* (1 - sum(s) e^{-rt}),
/// so that users whose product is gone (sum(s) < 1) choose at once, and the result sums to 1.
/// Replicator: ds_i/dt = r s_i (u_i - mean u) has the solution s_i' proportional to s_i e^{r u_i t} (Taylor & Jonker
/// 1978); a newcomer starts with `floor`. Returns what the choice is worth to a user, in utils: for the logit the
/// expected utility of the best offer, log sum exp u (Small & Rosen 1981, eq. 5.5, without its constant); for the
/// replicator the mean utility of what is used. 0 without rows.
///
/// `misread`, per row or empty, is by how much users take an offer's utility to be more than it is: they choose by
/// `utility` and have `utility` - `misread`. The logit's worth is then log sum exp u - sum s* misread (Leggett 2002;
/// Train 2015).
double move_shares(const MarketRule& rule, Eigen::Ref<const Eigen::ArrayXd> utility, double years,
                   Eigen::Ref<Eigen::ArrayXd> share, const Eigen::ArrayXd& misread = {});

}  // namespace poldyn
