#pragma once

#include <span>

#include "analysis/stats.h"

/// Two one-sided tests (Schuirmann 1987, J. Pharmacokinet. Biopharm. 15, 657): that a difference was not told apart
/// from 0 says nothing about its size; that it lies within a margin has to be shown.
namespace poldyn::analysis {

/// How runs of two sides belong together, and when they end.
enum class Sampling {
  pairs,          ///< a fixed number of pairs on common random numbers
  pairs_by_look,  ///< pairs that end where somebody looked (sequence.h)
  independent     ///< a fixed number of runs of each
};

/// P value of "the mean of b is by `margin` or more of that of a above it, or below it"; 0 < margin < 1, a share of the
/// size of a's mean. Both limits, b - (1 + margin) a and b - (1 - margin) a, are contrasts of the runs themselves, so
/// that the noise of a's mean is in the test (Hauschke et al. 1999, Stat. Med. 18, 93). The greater p of the two; NaN
/// if there is no test, or a's mean is 0.
double equivalence_p(std::span<const double> a, std::span<const double> b, double margin, Sampling sampling);

}  // namespace poldyn::analysis
