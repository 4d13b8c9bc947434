#include "claims/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "analysis/sequence.h"

namespace poldyn::analysis {
namespace {

/// In the claimed direction.
std::vector<double> as_claimed(const std::vector<PointValue>& points, const ClaimEffect& effect) {
  std::vector<double> made;
  made.reserve(points.size());
  for (const auto& point : points) made.push_back(effect.up ? point.value : -point.value);
  return made;
}

/// P value of "the mean is `at`", two-sided.
double p_at(Estimate mean, double at, Looks looks) {
  mean.mean -= at;
  if (looks == Looks::many) return sequence_p(mean);
  const double error = mean.sd / std::sqrt(static_cast<double>(mean.n));
  if (!(error > 0)) return mean.mean == 0 ? 1 : 0;
  const boost::math::students_t law(static_cast<double>(mean.n) - 1);
  return 2 * boost::math::cdf(boost::math::complement(law, std::abs(mean.mean) / error));
}

Outcome region_of_mean(double mean, double least) {
  return mean >= least ? Outcome::shown : mean <= -least ? Outcome::opposite : Outcome::small;
}

double mean_of_known(const std::vector<double>& values) { return estimate(values).mean; }

}  // namespace

OutcomeCounts outcome_counts(const std::vector<Outcome>& outcomes) {
  OutcomeCounts made;
  made.points = outcomes.size();
  for (const Outcome outcome : outcomes) {
    made.shown += outcome == Outcome::shown ? 1 : 0;
    made.small += outcome == Outcome::small ? 1 : 0;
    made.opposite += outcome == Outcome::opposite ? 1 : 0;
    made.open += outcome == Outcome::open ? 1 : 0;
  }
  return made;
}

double WorldShares::share(Outcome kind) const {
  return kind == Outcome::shown      ? shown
         : kind == Outcome::small    ? small
         : kind == Outcome::opposite ? opposite
                                     : no_value;
}

WorldShares world_shares(const std::vector<PointValue>& points, double mean, double tau, const ClaimEffect& effect) {
  std::vector<PointValue> turned = points;
  if (!effect.up) {
    for (auto& point : turned) point.value = -point.value;
    mean = -mean;
  }
  const double least = threshold(effect);
  const auto shown = beyond(turned, mean, tau, least), not_opposite = beyond(turned, mean, tau, -least);
  std::vector<double> small, opposite;
  for (std::size_t i = 0; i < points.size(); ++i) {
    opposite.push_back(1 - not_opposite[i]);
    small.push_back(std::max(0.0, not_opposite[i] - shown[i]));
    if (std::isnan(shown[i])) small.back() = no_value;
  }
  WorldShares made;
  made.shown = mean_of_known(shown);
  made.small = mean_of_known(small);
  made.opposite = mean_of_known(opposite);
  if (std::isnan(made.shown)) return made;
  made.most = Outcome::shown;
  made.of_the_most = shown;
  if (made.small > made.shown && made.small >= made.opposite) {
    made.most = Outcome::small;
    made.of_the_most = small;
  } else if (made.opposite > made.shown) {
    made.most = Outcome::opposite;
    made.of_the_most = opposite;
  }
  return made;
}

EffectRegion effect_region(const std::vector<PointValue>& points, const ClaimEffect& effect, Looks looks) {
  const Estimate mean = estimate(as_claimed(points, effect));
  if (mean.n < 2) return {};
  const double least = threshold(effect);
  EffectRegion made;
  made.outcome = region_of_mean(mean.mean, least);
  const double above = p_at(mean, least, looks), below = p_at(mean, -least, looks);
  made.p = made.outcome == Outcome::shown ? above : made.outcome == Outcome::opposite ? below : std::max(above, below);
  return made;
}

Word word_of(const EffectRegion& region, const WorldShares& worlds, const WorldShares& alike, const Decider& decider) {
  const bool told = region.p <= familywise_error;
  const bool most = worlds.share(region.outcome) >= most_worlds;
  const bool mixed = std::max({worlds.shown, worlds.small, worlds.opposite}) < most_worlds;
  if (mixed && !decider.parameter.empty()) return Word::depends;
  if (!told) return Word::undecided;
  if (!most && !(alike.share(region.outcome) >= most_worlds)) return Word::depends;
  return region.outcome == Outcome::shown   ? Word::shown
         : region.outcome == Outcome::small ? Word::small
                                            : Word::opposite;
}

std::string word_text(Word word, const Decider& decider) {
  switch (word) {
    case Word::shown:
      return "shown";
    case Word::small:
      return "shown small";
    case Word::opposite:
      return "shown opposite";
    case Word::undecided:
      return "not decided";
    case Word::depends:
      break;
  }
  return decider.parameter.empty() ? "depends (no single parameter)" : fmt::format("depends on {}", decider.parameter);
}

std::size_t points_needed(const std::vector<PointValue>& points, const ClaimEffect& effect, std::size_t effects) {
  const Estimate mean = estimate(as_claimed(points, effect));
  if (mean.n < 2) return 0;
  const double gap = std::abs(std::abs(mean.mean) - threshold(effect));
  return values_needed(mean.sd, gap, 1 - familywise_error / static_cast<double>(std::max<std::size_t>(1, effects)));
}

}  // namespace poldyn::analysis
