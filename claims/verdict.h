#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/pooling.h"
#include "claims/decider.h"
#include "claims/effect.h"

namespace poldyn::analysis {

/// Points of the parameter space by what an effect does there.
struct OutcomeCounts {
  std::size_t points = 0, shown = 0, small = 0, opposite = 0, open = 0;
};
OutcomeCounts outcome_counts(const std::vector<Outcome>& outcomes);

/// Shares of worlds, as near as the runs can tell: each point counts by its probabilities (pooling.h, beyond()).
struct WorldShares {
  double shown = no_value, small = no_value, opposite = no_value;
  /// By point: the probability that it is of the commonest kind.
  std::vector<double> of_the_most;
  Outcome most = Outcome::open;

  double share(Outcome kind) const;
};
/// `tau` is how far worlds are taken to lie apart.
WorldShares world_shares(const std::vector<PointValue>& points, double mean, double tau, const ClaimEffect& effect);

/// What the mean over points says about where the effect lies: the three regions share the line at the smallest effect
/// of interest, in the claimed direction and in the other. The p value is of all that lies outside the region, so the
/// probability of calling a wrong one is at most that. With several looks it holds at any look (sequence.h).
struct EffectRegion {
  Outcome outcome = Outcome::open;  ///< the region that the mean lies in
  double p = no_value;
};
enum class Looks : bool { one, many };
EffectRegion effect_region(const std::vector<PointValue>& points, const ClaimEffect& effect, Looks looks);

enum class Word : std::uint8_t { shown, small, opposite, depends, undecided };

/// Rules of the words, all in one place.
inline constexpr double familywise_error = 0.05;  ///< of a wrong region of the mean, over all effects (Holm)
inline constexpr double most_worlds = 0.8;        ///< of the kind that the word names

/// `p` is that of the region, adjusted for all effects. A named parameter tells where worlds are of the commonest kind.
/// `alike` are the worlds if they lie as little apart as their runs allow (Pooled::tau_low): where even those are
/// mixed, it is told that they are.
Word word_of(const EffectRegion& region, const WorldShares& worlds, const WorldShares& alike, const Decider& decider);
/// "shown", "depends on tenders", "depends (no single parameter)", "not decided"
std::string word_text(Word word, const Decider& decider);

/// Rough number of points at which the mean would be told from the nearest border of its region, if mean and spread
/// stay, among `effects` of them. 0 with fewer than two points.
std::size_t points_needed(const std::vector<PointValue>& points, const ClaimEffect& effect, std::size_t effects);

}  // namespace poldyn::analysis
