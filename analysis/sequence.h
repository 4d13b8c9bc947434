#pragma once

#include <cstddef>
#include <vector>

#include "analysis/stats.h"

/// Intervals and p values of a mean that hold however often and whenever one looks: whatever makes a campaign stop,
/// they are valid where it did. The t confidence sequence of Lai (1976, Ann. Statist. 4, 265) in the form of Wang &
/// Ramdas (2024, "Anytime-valid t-tests and confidence sequences for Gaussian means with unknown variance"): with n
/// values of mean x, standard deviation s and t = (x - mu) / (s / sqrt(n)), the likelihood ratio
///
///     M(t) = sqrt(k / (n + k)) ((1 + u) / (1 + u k / (n + k)))^(n / 2),     u = t^2 / (n - 1)
///
/// of effects mu / sigma ~ N(0, 1 / k) against none is a martingale of mean 1 under mu, so by Ville's inequality the
/// probability that it ever reaches 1 / alpha is at most alpha. As for any t interval, values are independent and
/// normal.
namespace poldyn::analysis {

/// k of the mixture: where the interval is narrowest for its n. With 20 it is so from n = 50 to 1000 (at 95 %).
inline constexpr double mixture_k = 20;

/// Half-width in standard errors; infinite while no finite interval is valid (at 95 % with fewer than 13 values).
double sequence_factor(std::size_t n, double level);

/// P value of "the mean is 0" that holds at any look. NaN with fewer than two values.
double sequence_p(const Estimate& estimate);

/// The estimate with the half-width of the sequence; infinite with too few values, NaN with fewer than two.
Estimate at_any_look(Estimate estimate, double level);

/// Rough number of values after which the half-width is at most `wanted` if the standard deviation stays `sd`. At most
/// 10^12.
std::size_t values_needed(double sd, double wanted, double level);

/// Numbers of values at which to look: 10, then a tenth more each time, up to `most`.
std::vector<std::size_t> looks(std::size_t most);

}  // namespace poldyn::analysis
