#include "analysis/claims_effect.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace poldyn::analysis {
namespace {

/// Degrees of freedom beyond which a t distribution is the normal one for every purpose here.
constexpr double many = 1e6;

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double sd_of(std::span<const double> values) {
  const double mean = mean_of(values);
  double squares = 0;
  for (const double x : values) squares += (x - mean) * (x - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

/// t + (n - 1) (mean of t without each - t without this one): Tukey's (1958) pseudo-values, moved so that their mean is
/// the plain estimate and not the jackknife's, which may leave the range of a correlation. `of` takes the place that is
/// left out; n stands for none.
template <class Statistic>
std::vector<double> pseudo_values(std::size_t n, Statistic of) {
  const double all = of(n), count = static_cast<double>(n);
  std::vector<double> made(n);
  if (n == 0) return made;
  for (std::size_t i = 0; i < n; ++i) made[i] = of(i);
  const double mean = mean_of(made);
  for (double& x : made) x = all + (count - 1) * (mean - x);
  if (std::any_of(made.begin(), made.end(), [](double x) { return !std::isfinite(x); })) made.clear();
  return made;
}

std::vector<double> spread_effects(const std::vector<double>& off, const std::vector<double>& on) {
  if (off.size() < 3) return {};
  const auto log_sd = [](std::vector<double> values, std::size_t without) {
    if (without < values.size()) values.erase(values.begin() + static_cast<std::ptrdiff_t>(without));
    return std::log(sd_of(values));
  };
  return pseudo_values(off.size(), [&](std::size_t i) { return log_sd(on, i) - log_sd(off, i); });
}

std::vector<double> ranks_of(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) { return values[i] < values[j]; });
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    for (std::size_t i = begin; i < end; ++i) ranks[order[i]] = 0.5 * static_cast<double>(begin + end - 1);
    begin = end;
  }
  return ranks;
}

/// Which replicates are left out.
using Left = std::vector<bool>;

/// Mean over the replicates that stay; NaN is left out.
double mean_of_kept(const std::vector<double>& values, const Left& out) {
  double sum = 0, n = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!out[i] && !std::isnan(values[i])) {
      sum += values[i];
      ++n;
    }
  return n > 0 ? sum / n : no_value;
}

/// Standard error of a statistic of n replicates, from random halves of them (Shao & Wu 1989,
/// doi:10.1214/aos/1176347263, who show that it holds for statistics that are not smooth, where leaving out one may
/// change nothing). `of` takes what is left out.
template <class Statistic>
double half_sample_error(std::size_t n, double all, Statistic of) {
  constexpr int samples = 200;
  constexpr std::size_t fewest = 4;
  if (n < fewest) return 0;
  std::mt19937_64 random(20250101);  // any number; fixed, so that a result is the same each time
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  const std::size_t half = n / 2;
  double squares = 0;
  for (int sample = 0; sample < samples; ++sample) {
    Left out(n);
    for (std::size_t i = 0; i < half; ++i) {
      std::swap(order[i], order[i + random() % (n - i)]);
      out[order[i]] = true;
    }
    const double change = of(out) - all;
    if (!std::isnan(change)) squares += change * change;
  }
  // (n - d) / d with d left out of n: 1 for halves.
  return std::sqrt(squares / samples * static_cast<double>(n - half) / static_cast<double>(half));
}

/// Moves values apart about their mean until their standard error is `error`; those that are wider stay.
void widen(std::vector<double>& values, double error) {
  if (values.size() < 2) return;
  constexpr double rounding = 1e-9;  // values that are alike but for that have no directions of their own
  const double mean = mean_of(values), sd = sd_of(values),
               wanted = error * std::sqrt(static_cast<double>(values.size()));
  if (!(sd < wanted)) return;
  const double count = static_cast<double>(values.size() / 2 * 2);
  const double step = wanted * std::sqrt((static_cast<double>(values.size()) - 1) / count);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool odd_one = i == values.size() - 1 && i % 2 == 0;
    values[i] = sd > rounding ? mean + (values[i] - mean) * wanted / sd
                              : mean + (odd_one      ? 0
                                        : i % 2 == 0 ? step
                                                     : -step);
  }
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

/// P(T >= (mean - at) / error), for either sign of the effect.
double p_beyond(const PointEffect& point, double sign, double at) {
  const double gap = sign * point.mean - at, error = point.sd / std::sqrt(static_cast<double>(point.n));
  if (point.n < 2 || std::isnan(gap)) return no_value;
  if (!(error > 0)) return gap >= 0 ? 0 : 1;
  return boost::math::cdf(boost::math::complement(boost::math::students_t(std::min(point.df, many)), gap / error));
}

}  // namespace

std::vector<double> run_effects(EffectKind kind, std::span<const double> off, std::span<const double> on,
                                double reference) {
  std::vector<double> made, kept_off, kept_on;
  if (kind == EffectKind::level) {
    for (const double x : on)
      if (!std::isnan(x)) made.push_back(x - reference);
    return made;
  }
  if (kind == EffectKind::halves) {
    for (std::size_t i = 0; i + 1 < on.size(); i += 2)
      if (!std::isnan(on[i + 1] - on[i])) made.push_back(on[i + 1] - on[i]);
    return made;
  }
  for (std::size_t i = 0; i < std::min(off.size(), on.size()); ++i) {
    if (std::isnan(off[i]) || std::isnan(on[i])) continue;
    if (kind == EffectKind::difference) made.push_back(on[i] - off[i]);
    if (kind == EffectKind::ratio && off[i] > 0 && on[i] > 0) made.push_back(std::log(on[i] / off[i]));
    kept_off.push_back(off[i]);
    kept_on.push_back(on[i]);
  }
  return kind == EffectKind::spread ? spread_effects(kept_off, kept_on) : made;
}

double rank_correlation(std::span<const double> x, std::span<const double> y) {
  const std::vector<double> a = ranks_of(x), b = ranks_of(y);
  const double mean_a = mean_of(a), mean_b = mean_of(b);
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : no_value;
}

std::vector<double> rank_effects(const std::vector<std::vector<double>>& x,
                                 const std::vector<std::vector<std::vector<double>>>& ys, double reference) {
  constexpr std::size_t fewest = 4;
  if (x.empty() || ys.empty()) return {};
  const std::size_t replicates = x.front().size();
  const auto correlation = [&](const std::vector<std::vector<double>>& y, const Left& out) {
    std::vector<double> a, b;
    for (std::size_t regime = 0; regime < x.size(); ++regime) {
      const double mean_x = mean_of_kept(x[regime], out), mean_y = mean_of_kept(y[regime], out);
      if (std::isnan(mean_x) || std::isnan(mean_y)) continue;
      a.push_back(mean_x);
      b.push_back(mean_y);
    }
    return a.size() < fewest ? no_value : rank_correlation(a, b);
  };
  const auto effect = [&](const Left& out) {
    double sum = 0;
    for (const auto& y : ys) sum += correlation(y, out);
    return sum / static_cast<double>(ys.size()) - reference;
  };
  std::vector<double> made = pseudo_values(replicates, [&](std::size_t without) {
    Left out(replicates);
    if (without < replicates) out[without] = true;
    return effect(out);
  });
  if (!made.empty()) widen(made, half_sample_error(replicates, effect(Left(replicates)), effect));
  return made;
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
  const bool logarithmic = effect.kind == EffectKind::ratio || effect.kind == EffectKind::spread;
  return logarithmic ? std::log1p(effect.smallest) : effect.smallest;
}

Outcome outcome_of(const PointEffect& point, const ClaimEffect& effect) {
  if (std::isnan(point.low) || std::isnan(point.high)) return Outcome::undecided;
  const double low = effect.up ? point.low : -point.high, high = effect.up ? point.high : -point.low;
  const double least = threshold(effect);
  if (low >= least) return Outcome::holds;
  if (high <= -least) return Outcome::reverses;
  return high < least ? Outcome::fails : Outcome::undecided;
}

OneSided p_values(const PointEffect& point, const ClaimEffect& effect) {
  const double sign = effect.up ? 1 : -1;
  return {p_beyond(point, sign, threshold(effect)), p_beyond(point, -sign, threshold(effect))};
}

Outcome combined(std::span<const Outcome> outcomes, std::size_t needed) {
  const auto count = [&](Outcome wanted) {
    return static_cast<std::size_t>(std::count(outcomes.begin(), outcomes.end(), wanted));
  };
  if (count(Outcome::holds) >= needed) return Outcome::holds;
  if (count(Outcome::reverses) >= needed) return Outcome::reverses;
  if (count(Outcome::holds) + count(Outcome::undecided) < needed) return Outcome::fails;
  return Outcome::undecided;
}

}  // namespace poldyn::analysis
