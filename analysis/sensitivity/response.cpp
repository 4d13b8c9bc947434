#include "analysis/sensitivity/response.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/sensitivity/index.h"

namespace poldyn::analysis {
namespace {

std::vector<std::size_t> all_points(std::size_t n) {
  std::vector<std::size_t> made(n);
  std::iota(made.begin(), made.end(), std::size_t{0});
  return made;
}

/// Pooled variance within points.
double noise_of(std::span<const double> values, std::size_t m) {
  if (m < 2 || values.empty()) return no_value;
  double squares = 0;
  for (std::size_t at = 0; at < values.size(); at += m) {
    const double mean = std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(at),
                                        values.begin() + static_cast<std::ptrdiff_t>(at + m), 0.0) /
                        static_cast<double>(m);
    for (std::size_t r = 0; r < m; ++r) squares += (values[at + r] - mean) * (values[at + r] - mean);
  }
  const std::size_t points = values.size() / m;
  return squares / static_cast<double>(points * (m - 1));
}

}  // namespace

double Spread::noise_share() const {
  const double points_part = std::max(variance, 0.0);
  return noise == 0 && points_part == 0 ? no_value : noise / (points_part + noise);
}

Response::Response(std::span<const double> values, std::size_t replicates)
    : Response(values, replicates, all_points(values.size() / replicates)) {}

Response::Response(std::span<const double> values, std::size_t replicates, std::span<const std::size_t> points)
    : replicates_(replicates) {
  std::vector<double> held;  // (point, replicate)
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto own = values.subspan(points[i] * replicates, replicates);
    if (std::any_of(own.begin(), own.end(), [](double x) { return std::isnan(x); })) continue;
    kept_.push_back(i);
    held.insert(held.end(), own.begin(), own.end());
  }
  noise_ = noise_of(held, replicates);
  const std::size_t n = kept_.size();
  series_.resize(held.size());
  mean_.assign(n, 0.0);
  centre_.assign(replicates, no_value);
  if (n == 0) return;
  level_ = 0;
  for (std::size_t r = 0; r < replicates; ++r) {
    double* own = series_.data() + r * n;
    for (std::size_t i = 0; i < n; ++i) own[i] = held[i * replicates + r];
    const double centre = std::accumulate(own, own + n, 0.0) / static_cast<double>(n);
    centre_[r] = centre;
    level_ += centre / static_cast<double>(replicates);
    for (std::size_t i = 0; i < n; ++i) mean_[i] += (own[i] -= centre) / static_cast<double>(replicates);
  }
}

Spread Response::spread() const {
  Spread made;
  made.points = points();
  made.mean = level_;
  made.noise = noise_;
  if (points() < 2) return made;
  const double free = static_cast<double>(points() - 1), m = static_cast<double>(replicates_);
  const auto square = [&](std::span<const double> y) {
    return std::inner_product(y.begin(), y.end(), y.begin(), 0.0) / free;
  };
  made.single_run = square(series_) / m;
  made.variance = replicates_ > 1 ? without_noise(square(mean_), made.single_run, m) : made.single_run;
  return made;
}

bool Response::varies(bool common, double level) const {
  const Spread all = spread();
  if (!(all.single_run > dust * all.mean * all.mean)) return false;
  if (replicates_ < 2) return true;
  const double p = (1 + level) / 2, m = static_cast<double>(replicates_);
  const double of_points = t_quantile(p, static_cast<double>(points() - 1)) * error_of_variance();
  const double of_worlds = common && m > 2 ? t_quantile(p, m - 1) * world_error_of_variance() : 0;
  return all.variance > std::hypot(of_points, of_worlds);
}

/// The mean product of two of m replicates, of variance s2 each, has variance 2 s2^2 / (m (m - 1)); the square of their
/// mean square is (m + 2) / m times s2^2 on average if they are normal. (Deviations from the point's mean would do for
/// s2, but are small where the product is large, so that noise alone would be taken for variance too often.)
double Response::error_of_variance() const {
  const std::size_t n = points();
  const double m = static_cast<double>(replicates_);
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    double square = 0;
    for (std::size_t r = 0; r < replicates_; ++r) square += replicate(r)[i] * replicate(r)[i] / m;
    sum += square * square;
  }
  return std::sqrt(2 * sum / ((m - 1) * (m + 2))) / static_cast<double>(n);
}

double Response::world_error_of_variance() const {
  const auto product = [&](std::span<const double> y, std::span<const double> z) {
    return std::inner_product(y.begin(), y.end(), z.begin(), 0.0) / static_cast<double>(points() - 1);
  };
  const double m = static_cast<double>(replicates_), whole = m * m * product(mean_, mean_);
  std::vector<double> same, without;
  for (std::size_t r = 0; r < replicates_; ++r) same.push_back(product(replicate(r), replicate(r)));
  const double all = std::accumulate(same.begin(), same.end(), 0.0);
  for (std::size_t r = 0; r < replicates_; ++r) {
    const double pairs = whole - all - 2 * (m * product(replicate(r), mean_) - same[r]);
    without.push_back(pairs / ((m - 1) * (m - 2)));
  }
  return jackknife_error(without);
}

}  // namespace poldyn::analysis
