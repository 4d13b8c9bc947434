#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/claims_effect.h"

namespace poldyn::analysis {

/// Points of the parameter space by what a claim does there.
struct Shares {
  std::size_t points = 0, holds = 0, fails = 0, reverses = 0, undecided = 0;
};
Shares shares_of(std::span<const Outcome> outcomes);

/// 95 % interval of a share that reckons with both the points being a sample and some of them being undecided: from
/// Wilson's lower limit with no undecided point counted to his upper limit with all of them (Wilson 1927).
struct ShareInterval {
  double low = no_value, high = no_value;
};
ShareInterval share_interval(std::size_t counted, std::size_t undecided, std::size_t points);

/// The uncertain parameter that best tells points where a claim holds from those where it does not.
struct Decider {
  std::string parameter;  ///< empty if none is told apart from noise
  double threshold = no_value;
  bool above = true;                                          ///< the claim holds rather above the threshold
  double share_there = no_value, share_elsewhere = no_value;  ///< of the points that hold
  double p = no_value;  ///< of such a gain by chance, over all parameters and thresholds
};

/// An uncertain parameter's value at each point.
struct Column {
  std::string name;
  bool logarithmic = false;  ///< a threshold is the geometric mean of its neighbours
  std::vector<double> values;
};

/// One split x > t of all columns, of the greatest gain in Gini impurity; at least a tenth of the decided points, and
/// five, on either side. P value by `permutations` shufflings of who holds, from a fixed seed. Undecided points are
/// left out.
Decider decider(const std::vector<Column>& columns, std::span<const Outcome> outcomes, std::size_t permutations = 1999);

enum class Verdict : std::uint8_t { supported, not_supported, reversed, depends, not_testable };

/// Rules of the words, all in one place.
inline constexpr double familywise_error = 0.05;  ///< of "holds" or "reverses" at the baseline, over all claims (Holm)
inline constexpr double most_points = 0.8;        ///< of the decided points, for supported and reversed
inline constexpr double decided_points = 0.5;     ///< of all points, for supported and reversed
inline constexpr double some_points = 0.2;        ///< of all points that hold, for depends
inline constexpr double decider_error = 0.01;     ///< largest p value at which a parameter is named

/// `baseline` is what holds there after adjustment for all claims.
Verdict verdict_of(Outcome baseline, const Shares& shares);
/// "supported", "depends on market_noise", "depends (no single parameter)"
std::string verdict_text(Verdict verdict, const Decider& decider);

/// P value of one claim at the baseline: the larger the more of its effects are needed. `needed` of n effects: the
/// needed-th smallest of the p values, times n - needed + 1 (Ruschendorf's and Wilkinson's bound; all needed: the
/// largest, an intersection-union test, Berger 1982).
double partial_conjunction(std::vector<double> p, std::size_t needed);

}  // namespace poldyn::analysis
