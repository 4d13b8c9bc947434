#include "analysis/bootstrap.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <vector>

namespace poldyn::analysis {
namespace {

constexpr std::uint32_t least_resamples = 4999;  // B + 1 = 5000 puts the ends of usual levels on whole ranks
constexpr double least_in_tail = 25;

double normal_quantile(double p) { return boost::math::quantile(boost::math::normal(), p); }
double normal_cdf(double x) { return boost::math::cdf(boost::math::normal(), x); }

/// Means of all resamples, ascending.
std::vector<double> resampled_means(const std::vector<double>& values, std::uint32_t count,
                                    const Resampler& resampler) {
  std::vector<std::uint32_t> picks(values.size());
  std::vector<double> means(count);
  for (std::uint32_t number = 0; number < count; ++number) {
    resampler(number, picks);
    double sum = 0;
    for (const std::uint32_t pick : picks) sum += values[pick];
    means[number] = sum / static_cast<double>(values.size());
  }
  std::sort(means.begin(), means.end());
  return means;
}

/// Half of what ties with the mean counts as below it, or the bias of a distribution with atoms would depend on
/// rounding.
double bias_of(const std::vector<double>& ascending, double mean) {
  const double slack = 1e-12 * (std::abs(mean) + std::abs(ascending.front()) + std::abs(ascending.back()));
  const auto below = std::lower_bound(ascending.begin(), ascending.end(), mean - slack) - ascending.begin();
  const auto not_above = std::upper_bound(ascending.begin(), ascending.end(), mean + slack) - ascending.begin();
  const double share = 0.5 * static_cast<double>(below + not_above) / static_cast<double>(ascending.size());
  return share > 0 && share < 1 ? normal_quantile(share) : no_value;
}

/// A sixth of the skewness of the jackknife values; those of a mean deviate as the values do, with the other sign.
double acceleration_of(const std::vector<double>& values, double mean) {
  double squares = 0, cubes = 0;
  for (const double x : values) {
    squares += (x - mean) * (x - mean);
    cubes += (x - mean) * (x - mean) * (x - mean);
  }
  return cubes / (6 * std::pow(squares, 1.5));
}

/// The (B + 1) p-th of the ascending values.
double ranked(const std::vector<double>& ascending, double p) {
  return at_rank(ascending, p * (static_cast<double>(ascending.size()) + 1));
}

}  // namespace

double at_rank(std::span<const double> ascending, double rank) {
  if (!(rank >= 1) || rank > static_cast<double>(ascending.size())) return no_value;
  const auto below = static_cast<std::size_t>(rank);
  const double lower = ascending[below - 1];
  if (below == ascending.size()) return lower;
  return lower + (rank - static_cast<double>(below)) * (ascending[below] - lower);
}

std::uint32_t resamples_for(double level) {
  return std::max(least_resamples, static_cast<std::uint32_t>(std::ceil(2 * least_in_tail / (1 - level) - 1e-6)) - 1);
}

std::size_t fewest_for(std::uint32_t resamples) {
  std::size_t n = 1;
  for (double different = 1; different < resamples; ++n) {  // C(2n + 1, n + 1) = C(2n - 1, n) (2n + 1) 2n / (n (n + 1))
    const auto m = static_cast<double>(n);
    different *= 2 * (2 * m + 1) / (m + 1);
  }
  return n;
}

Interval bca_of_mean(std::span<const double> values, double level, const Resampler& resampler) {
  std::vector<double> kept;
  std::copy_if(values.begin(), values.end(), std::back_inserter(kept), [](double x) { return !std::isnan(x); });
  const std::uint32_t resamples = resamples_for(level);
  if (kept.size() < fewest_for(resamples)) return {};
  const Estimate all = estimate(kept);
  if (std::all_of(kept.begin(), kept.end(), [&](double x) { return x == kept.front(); }))
    return {kept.front(), kept.front()};
  const std::vector<double> means = resampled_means(kept, resamples, resampler);
  const double bias = bias_of(means, all.mean);
  const double acceleration = acceleration_of(kept, all.mean);
  const auto end = [&](double p) {
    const double z = bias + normal_quantile(p);
    const double stretch = 1 - acceleration * z;
    return std::isnan(z) || stretch <= 0 ? no_value : ranked(means, normal_cdf(bias + z / stretch));
  };
  const Interval made{end((1 - level) / 2), end((1 + level) / 2)};
  return made.exists() ? made : Interval{};
}

}  // namespace poldyn::analysis
