#include "analysis/sensitivity/elementary_effects.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "analysis/jackknife.h"
#include "analysis/sensitivity/screens.h"

namespace poldyn::analysis {
namespace {

/// What a trajectory says of the factor.
struct Effect {
  double mean = 0;    ///< over replicates
  double noise = 0;   ///< variance of that mean
  double square = 0;  ///< of the effect, without noise: its mean is the mean square of effects
};

struct Moments {
  double mu = 0, mu_star = 0, variance = 0, noise = 0;
};

/// Sums over trajectories, each with its weight.
class EffectSums {
 public:
  void add(const Effect& effect) {
    ++n_;
    sum_ += effect.mean;
    absolute_ += std::abs(effect.mean);
    squares_ += effect.mean * effect.mean;
    noise_ += effect.noise;
  }
  Moments moments() const {
    const double mu = sum_ / n_;
    const double about = n_ > 1 ? std::max(0.0, (squares_ - n_ * mu * mu) / (n_ - 1)) : 0;
    return {mu, absolute_ / n_, about, noise_ / n_};
  }

 private:
  double n_ = 0, sum_ = 0, absolute_ = 0, squares_ = 0, noise_ = 0;
};

double corrected_mu_star(const Moments& all) {
  if (!(all.noise > 0)) return all.mu_star;
  const double spread = std::max(0.0, all.variance - all.noise);
  const double with = folded_normal_mean(all.mu, std::sqrt(spread + all.noise));
  return with > 0 ? all.mu_star * folded_normal_mean(all.mu, std::sqrt(spread)) / with : 0;
}

std::vector<Effect> effects_of(std::span<const double> values, std::size_t m) {
  std::vector<Effect> made;
  for (std::size_t at = 0; at + m <= values.size(); at += m) {
    const Estimate own = estimate(values.subspan(at, m));
    if (own.n < m) continue;
    Effect effect{own.mean, 0, own.mean * own.mean};
    if (m > 1) effect.noise = own.sd * own.sd / static_cast<double>(m);
    effect.square -= effect.noise;
    made.push_back(effect);
  }
  return made;
}

Moments moments_of(const std::vector<Effect>& effects) {
  EffectSums sums;
  for (const Effect& effect : effects) sums.add(effect);
  return sums.moments();
}

/// Without one replicate each: mu* and the mean square.
struct WithoutEach {
  std::vector<double> mu_star, square, mu;
};

WithoutEach without_each(std::span<const double> values, std::size_t m) {
  WithoutEach made;
  for (std::size_t gone = 0; gone < m; ++gone) {
    std::vector<double> kept;
    for (std::size_t i = 0; i < values.size(); ++i)
      if (i % m != gone) kept.push_back(values[i]);
    const auto effects = effects_of(kept, m - 1);
    const Moments moments = moments_of(effects);
    made.mu_star.push_back(corrected_mu_star(moments));
    made.mu.push_back(moments.mu);
    double sum = 0;
    for (const Effect& effect : effects) sum += effect.square;
    made.square.push_back(sum / static_cast<double>(effects.size()));
  }
  return made;
}

Interval resampled_mu_star(const std::vector<Effect>& effects, double level, std::uint32_t resamples,
                           const Resampler& resampler) {
  std::vector<std::uint32_t> picks(effects.size());
  std::vector<double> drawn;
  for (std::uint32_t number = 0; number < resamples; ++number) {
    resampler(number, picks);
    EffectSums sums;
    for (const std::uint32_t pick : picks) sums.add(effects[pick]);
    drawn.push_back(corrected_mu_star(sums.moments()));
  }
  return percentile_interval(drawn, level);
}

/// One trajectory's values without a gap.
std::vector<double> whole(std::span<const double> values, std::size_t m) {
  std::vector<double> made;
  for (std::size_t at = 0; at + m <= values.size(); at += m) {
    const auto own = values.subspan(at, m);
    if (std::none_of(own.begin(), own.end(), [](double x) { return std::isnan(x); }))
      made.insert(made.end(), own.begin(), own.end());
  }
  return made;
}

/// Sum of the values with weights in random order that add up to 0 and have squares of 1/m.
double contrast(std::span<const double> values, std::uint32_t number, const Resampler& resampler) {
  const auto order = shuffled(values.size(), number, resampler);
  const double m = static_cast<double>(values.size()), middle = (m - 1) / 2;
  double sum = 0;
  for (std::size_t r = 0; r < values.size(); ++r) sum += (static_cast<double>(order[r]) - middle) * values[r];
  return sum / std::sqrt(m * m * (m * m - 1) / 12);
}

}  // namespace

ElementaryEffects dummy_effects(const std::vector<std::vector<double>>& effects, std::size_t m, double level,
                                std::uint32_t resamples, const Resampler& resampler) {
  std::vector<double> made;
  const std::size_t trajectories = effects.empty() || m < 2 ? 0 : effects.front().size() / m;
  for (std::size_t t = 0; trajectories > 1 && t < trajectories; ++t) {
    const std::span<const double> own(effects[t % effects.size()]);
    const double effect = contrast(own.subspan(t * m, m), static_cast<std::uint32_t>(resamples + t), resampler);
    const auto other = own.subspan((t + 1) % trajectories * m, m);
    const double mean = mean_of(other);
    for (const double x : other) made.push_back(effect + x - mean);
  }
  return elementary_effects(made, m, false, level, resamples, resampler);
}

double folded_normal_mean(double mean, double sd) {
  if (!(sd > 0)) return std::abs(mean);
  const double z = mean / sd;
  return sd * std::sqrt(2 / std::numbers::pi) * std::exp(-z * z / 2) + mean * std::erf(z / std::numbers::sqrt2);
}

ElementaryEffects elementary_effects(std::span<const double> values, std::size_t m, bool common, double level,
                                     std::uint32_t resamples, const Resampler& resampler) {
  ElementaryEffects made;
  const std::vector<double> kept = whole(values, m);
  const std::vector<Effect> effects = effects_of(kept, m);
  made.n = effects.size();
  made.left_out = values.size() / m - made.n;
  if (made.n == 0) return made;
  const Moments moments = moments_of(effects);
  std::vector<double> means, squares;
  for (const Effect& effect : effects) means.push_back(effect.mean), squares.push_back(effect.square);
  const Estimate mu = estimate(means, level), square = estimate(squares, level);
  made.mu = mu.mean;
  made.mu_half_width = mu.half_width;
  made.plain_mu_star = moments.mu_star;
  made.mu_star.value = corrected_mu_star(moments);
  made.plain_sigma = made.n > 1 ? std::sqrt(moments.variance) : no_value;
  made.sigma = made.n > 1 ? std::sqrt(std::max(0.0, moments.variance - moments.noise)) : no_value;
  if (m > 1) made.noise = std::sqrt(moments.noise), made.floor = folded_normal_mean(0, made.noise);
  if (made.n < 2) return made;
  made.mu_star.interval = resampled_mu_star(effects, level, resamples, resampler);
  Interval of_square{square.low(), square.high()};
  if (common && m > 2) {
    const WithoutEach without = without_each(kept, m);
    const auto df = static_cast<double>(m - 1);
    made.mu_star.interval =
        widened(made.mu_star.interval, made.mu_star.value, jackknife_error(without.mu_star), df, level);
    made.mu_half_width = std::hypot(made.mu_half_width, t_quantile((1 + level) / 2, df) * jackknife_error(without.mu));
    of_square = widened(of_square, square.mean, jackknife_error(without.square), df, level);
  }
  made.told_apart = of_square.low > 0;
  if (made.mu_star.interval.exists()) made.mu_star.interval.low = std::max(0.0, made.mu_star.interval.low);
  return made;
}

}  // namespace poldyn::analysis
