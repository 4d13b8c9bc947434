#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/bootstrap.h"
#include "analysis/stats.h"
#include "analysis/tradeoff/worlds.h"

/// What it is worth to find out a parameter before a policy is chosen: expected value of partial perfect information,
///
///     EVPPI = min_d E c_d - E min_d E[c_d | X],
///
/// c_d the cost of policy d, by regression of costs on X (Strong, Oakley & Brennan 2014, Med. Decis. Making 34, 311).
/// What is regressed is the difference to the policy that is best on the whole, in which the luck that policies share
/// cancels. `costs`: (future, policy), means over replicates; low is better.
namespace poldyn::analysis {

/// In the unit of the costs, 0 or more; biased upwards where noise parts policies that are alike.
double partial_information(const Eigen::MatrixXd& costs, std::span<const double> x, bool unordered);

/// The most that any knowledge of the future can be worth: mean regret of the policy that is best on the whole.
double perfect_information(const Eigen::MatrixXd& costs);

struct InformationTest {
  double floor = no_value;  ///< what 95 of 100 permutations stay below: what chance alone makes
  double p = no_value;      ///< share of permutations, and the data, that are at least as large
};
/// Whether `x` is worth anything: against the same costs in another order, at most `most` times. It ends after 99 or
/// more once 20 orders were as good (Besag & Clifford 1991, Biometrika 78, 301): what is nothing is seen soon, and what
/// is something can be told apart among many. Permutations are made of two draws of `resampler` each, 2 number and
/// 2 number + 1.
InformationTest permuted_information(const Eigen::MatrixXd& costs, std::span<const double> x, bool unordered,
                                     std::uint32_t most, const Resampler& resampler);

/// 1.96 standard deviations of the worth of `x`, by future, over 199 resamples of the worlds; NaN if nothing can be
/// drawn anew.
double information_half_width(const Worlds& costs, std::span<const double> x, bool unordered, Layout layout,
                              const Resampler& resampler);

}  // namespace poldyn::analysis
