#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/sensitivity/index.h"

namespace poldyn::analysis {

/// Elementary effects of one factor (Morris 1991, Technometrics 33): the change of the response when the factor goes
/// through its whole range, as each trajectory's step says.
struct ElementaryEffects {
  std::size_t n = 0;         ///< trajectories with a value
  std::size_t left_out = 0;  ///< those in which a run has none
  double mu = no_value;      ///< mean, with its sign
  double mu_half_width = no_value;
  double plain_mu_star = no_value;  ///< mean of absolute values (Campolongo, Cariboni & Saltelli 2007)
  Index mu_star;                    ///< the same without noise; its interval by resampled trajectories
  double plain_sigma = no_value;    ///< standard deviation: interactions and curvature, and noise
  double sigma = no_value;          ///< the same without noise; 0 if it is all noise
  double noise = no_value;          ///< standard error of one effect; NaN with one replicate
  double floor = no_value;          ///< mu* that a factor without any influence would have: noise times sqrt(2/pi)
  /// Whether the mean square of effects, without noise, is above 0 at the level asked for.
  bool told_apart = false;
};

/// `effects` is (trajectory, replicate): signed differences over the length of the step, each end of a step on the same
/// replicate, so that an effect is a mean of paired differences with a standard error of its own. Absolute values of
/// noise do not cancel: mu* is shrunk by what a normal law of the effects' mean and spread has more with noise than
/// without (folded normal, Leone, Nelson & Nottingham 1961, Technometrics 3). With `common` worlds, which are the same
/// in all trajectories, what other worlds would have given is part of the intervals (three replicates at least).
ElementaryEffects elementary_effects(std::span<const double> effects, std::size_t replicates, bool common, double level,
                                     std::uint32_t resamples, const Resampler& resampler);

/// What a factor without any influence would give on the noise of these runs, a check of what is taken for noise: of
/// each trajectory a random contrast between the replicates of one step, which has the variance of their mean and no
/// part in any effect, with the spread that another trajectory has in that step. (A column of the design that changes
/// nothing would repeat runs: the same parameters and numbers give the same result.) `effects` by factor as above;
/// nothing with one replicate or fewer than two trajectories.
ElementaryEffects dummy_effects(const std::vector<std::vector<double>>& effects, std::size_t replicates, double level,
                                std::uint32_t resamples, const Resampler& resampler);

/// Mean of the absolute value of a normal number.
double folded_normal_mean(double mean, double sd);

}  // namespace poldyn::analysis
