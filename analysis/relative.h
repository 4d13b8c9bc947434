#pragma once

#include <span>

#include "analysis/stats.h"

namespace poldyn::analysis {

/// (mean of b - mean of a) / |mean of a|, with an interval that holds the noise of both means. Of pairs by the
/// jackknife over pairs that have both values (Tukey 1958, Ann. Math. Statist. 29, 614); of independent runs by the
/// delta method, with the degrees of freedom of the smaller side. NaN where the mean of a is 0.
Estimate relative_difference(std::span<const double> a, std::span<const double> b, bool paired,
                             double level = confidence);

}  // namespace poldyn::analysis
