#pragma once

#include <span>
#include <vector>

#include "analysis/stats.h"

/// Two one-sided tests (Schuirmann 1987, J. Pharmacokinet. Biopharm. 15, 657): that a difference was not told apart
/// from 0 says nothing about its size; that it lies within a margin has to be shown, and so has that it does not.
namespace poldyn::analysis {

/// How runs of two sides belong together, and when they end.
enum class Sampling {
  pairs,          ///< a fixed number of pairs on common random numbers
  pairs_by_look,  ///< pairs that end where somebody looked (sequence.h)
  independent     ///< a fixed number of runs of each
};

/// The greatest difference that counts as none.
struct Margin {
  double amount = 0;      ///< above 0, in the unit of the values
  bool relative = false;  ///< `amount` is a share of the size of a's mean, below 1
};

/// Whether the mean of b is within a margin of that of a. P values are NaN if there is no test.
struct MarginTests {
  double within_p = no_value;  ///< of "it is off by the margin or more": the greater of the two one-sided p
  double beyond_p = no_value;  ///< of "it is off by the margin or less": twice the smaller p of the other two sides
  /// In some pair, or in some of independent runs, one side has a value and the other has none. Then there is no test:
  /// what the others say is no answer to whether the sides are alike.
  bool lopsided = false;
  bool no_share = false;  ///< a's mean is 0, of which nothing is a share: no test, unless all pairs are equal
};

/// Of a relative margin both limits, b - (1 + m) a and b - (1 - m) a, are contrasts of the runs themselves, so that the
/// noise of a's mean is in the test (Hauschke et al. 1999, Stat. Med. 18, 93); and no p is below that of "a's mean is
/// 0". Pairs in which neither side has a value are left out. Two or more that are all equal, whatever their mean, are
/// off by nothing: p is that of a sign test, 2^-n.
MarginTests margin_tests(std::span<const double> a, std::span<const double> b, const Margin& margin, Sampling sampling);

}  // namespace poldyn::analysis
