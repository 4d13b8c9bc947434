#include "claims/effect.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>

#include "analysis/jackknife.h"

namespace poldyn::analysis {
namespace {

/// Degrees of freedom beyond which a t distribution is the normal one for every purpose here.
constexpr double many = 1e6;

std::vector<double> spread_effects(const std::vector<double>& off, const std::vector<double>& on) {
  if (off.size() < 3) return {};
  const auto log_sd = [](std::vector<double> values, std::size_t without) {
    if (without < values.size()) values.erase(values.begin() + static_cast<std::ptrdiff_t>(without));
    return std::log(sd_of(values));
  };
  return pseudo_values(off.size(), [&](std::size_t i) { return log_sd(on, i) - log_sd(off, i); });
}

/// Root of trigamma(y) = x by Newton's method (Smyth 2004, appendix); x > 0.
double trigamma_inverse(double x) {
  if (x < 1e-6) return 1 / x;
  double y = 0.5 + 1 / x;
  for (int i = 0; i < 50; ++i) {
    const double value = boost::math::trigamma(y), step_size = 1e-5 * y;
    const double slope = (boost::math::trigamma(y + step_size) - value) / step_size;
    const double step = value * (1 - value / x) / slope;
    y += step;
    if (!(y > 0)) y = 1e-3;
    if (std::abs(step) < 1e-8 * y) break;
  }
  return y;
}

void set_interval(PointEffect& point) {
  if (point.n < 2 || std::isnan(point.sd)) return;
  const double width = point.sd > 0 ? t_quantile(0.5 + confidence / 2, std::min(point.df, many)) * point.sd /
                                          std::sqrt(static_cast<double>(point.n))
                                    : 0;
  point.low = point.mean - width;
  point.high = point.mean + width;
}

/// 1 where a run is among the worst `share` of both sides together, else 0; runs alike at the border share it.
std::vector<double> in_tail(const std::vector<double>& side, const std::vector<double>& both, double share) {
  const auto n = static_cast<double>(both.size());
  const double wanted = std::max(1.0, std::round(share * n));
  std::vector<double> made;
  for (const double x : side) {
    double above = 0, alike = 0;
    for (const double other : both) above += other > x ? 1 : 0, alike += other == x ? 1 : 0;
    made.push_back(std::clamp((wanted - above) / alike, 0.0, 1.0));
  }
  return made;
}

std::vector<double> tail_effects(const std::vector<double>& off, const std::vector<double>& on, double share) {
  std::vector<double> both = off;
  both.insert(both.end(), on.begin(), on.end());
  std::vector<double> made = in_tail(on, both, share);
  const std::vector<double> less = in_tail(off, both, share);
  for (std::size_t i = 0; i < made.size(); ++i) made[i] -= less[i];
  return made;
}

}  // namespace

std::vector<double> run_effects(const ClaimEffect& effect, std::span<const double> off, std::span<const double> on) {
  const EffectKind kind = effect.kind;
  std::vector<double> made, kept_off, kept_on;
  if (kind == EffectKind::level) {
    for (const double x : on)
      if (!std::isnan(x)) made.push_back(x - effect.reference);
    return made;
  }
  if (kind == EffectKind::halves) {
    for (std::size_t i = 0; i + 1 < on.size(); i += 2)
      if (!std::isnan(on[i + 1] - on[i])) made.push_back(on[i + 1] - on[i]);
    return made;
  }
  const bool ratio = kind == EffectKind::ratio || kind == EffectKind::median;
  for (std::size_t i = 0; i < std::min(off.size(), on.size()); ++i) {
    if (std::isnan(off[i]) || std::isnan(on[i])) continue;
    if (kind == EffectKind::difference) made.push_back(on[i] - off[i]);
    if (ratio && off[i] > 0 && on[i] > 0) made.push_back(std::log(on[i] / off[i]));
    kept_off.push_back(off[i]);
    kept_on.push_back(on[i]);
  }
  if (kind == EffectKind::tail) return tail_effects(kept_off, kept_on, effect.tail);
  return kind == EffectKind::spread ? spread_effects(kept_off, kept_on) : made;
}

PointEffect point_effect(std::span<const double> runs, std::span<const double> baseline) {
  PointEffect made;
  const Estimate all = estimate(runs);
  made.n = all.n;
  made.mean = all.mean;
  made.sd = all.sd;
  made.df = all.n < 2 ? no_value : static_cast<double>(all.n) - 1;
  set_interval(made);
  const double spread = estimate(baseline).sd;
  if (spread > 0) made.standardised = made.mean / spread;
  return made;
}

PointEffect median_effect(std::span<const double> runs) {
  std::vector<double> values;
  for (const double x : runs)
    if (!std::isnan(x)) values.push_back(x);
  PointEffect made;
  made.n = values.size();
  if (made.n == 0) return made;
  std::sort(values.begin(), values.end());
  made.mean = 0.5 * (values[(made.n - 1) / 2] + values[made.n / 2]);
  if (made.n < 2) return made;
  // The k-th of n is a sample's median with the probability of a beta law of ((n + 1) / 2, (n + 1) / 2).
  const double n = static_cast<double>(made.n), half = 0.5 * (n + 1);
  double first = 0, second = 0, below = 0;
  for (std::size_t k = 0; k < made.n; ++k) {
    const double upto = boost::math::ibeta(half, half, static_cast<double>(k + 1) / n);
    first += (upto - below) * values[k];
    second += (upto - below) * values[k] * values[k];
    below = upto;
  }
  made.sd = std::sqrt(std::max(0.0, second - first * first) * n);
  made.df = n - 1;
  set_interval(made);
  return made;
}

PointEffect effect_of(EffectKind kind, std::span<const double> runs, std::span<const double> baseline) {
  return kind == EffectKind::median ? median_effect(runs) : point_effect(runs, baseline);
}

void moderate(std::vector<PointEffect>& points) {
  std::vector<double> scores;  // log variance less what sampling alone makes of it
  double noise = 0;
  for (const auto& point : points)
    if (point.n >= 2 && point.sd > 0) {
      scores.push_back(2 * std::log(point.sd) - boost::math::digamma(point.df / 2) + std::log(point.df / 2));
      noise += boost::math::trigamma(point.df / 2);
    }
  constexpr std::size_t fewest = 3;
  if (scores.size() < fewest) return;
  const double centre = mean_of(scores), sd = sd_of(scores);
  const double excess = sd * sd - noise / static_cast<double>(scores.size());
  const double prior_df = excess > 0 ? std::min(many, 2 * trigamma_inverse(excess)) : many;
  const double log_prior = centre + boost::math::digamma(prior_df / 2) - std::log(prior_df / 2);
  for (auto& point : points) {
    if (!(point.n >= 2 && point.sd > 0)) continue;
    point.sd = std::sqrt((prior_df * std::exp(log_prior) + point.df * point.sd * point.sd) / (prior_df + point.df));
    point.df += prior_df;
    set_interval(point);
  }
}

double threshold(const ClaimEffect& effect) {
  return effect.logarithmic() ? std::log1p(effect.smallest) : effect.smallest;
}

Outcome outcome_of(const PointEffect& point, const ClaimEffect& effect) {
  if (std::isnan(point.low) || std::isnan(point.high)) return Outcome::open;
  const double low = effect.up ? point.low : -point.high, high = effect.up ? point.high : -point.low;
  const double least = threshold(effect);
  if (low >= least) return Outcome::shown;
  if (high <= -least) return Outcome::opposite;
  return low > -least && high < least ? Outcome::small : Outcome::open;
}

}  // namespace poldyn::analysis
