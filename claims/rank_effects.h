#pragma once

#include <span>
#include <vector>

namespace poldyn::analysis {

/// Mean over k of the rank correlation (Spearman, ties at their mean rank), over regimes, of the mean of x with the
/// mean of ys[k], less `reference`, as pseudo-values over replicates: those of the jackknife, moved apart where
/// random halves of the replicates say that the error is greater. x and each ys[k] are (regime, replicate). A regime
/// without a value is left out; nothing with fewer than four, or if a mean does not vary.
std::vector<double> rank_effects(const std::vector<std::vector<double>>& x,
                                 const std::vector<std::vector<std::vector<double>>>& ys, double reference);

}  // namespace poldyn::analysis
