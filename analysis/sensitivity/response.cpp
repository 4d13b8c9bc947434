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
  return squares / static_cast<double>(values.size() / m * (m - 1));
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
  if (n == 0) return;
  level_ = 0;
  for (std::size_t r = 0; r < replicates; ++r) {
    double* own = series_.data() + r * n;
    for (std::size_t i = 0; i < n; ++i) own[i] = held[i * replicates + r];
    const double centre = std::accumulate(own, own + n, 0.0) / static_cast<double>(n);
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

}  // namespace poldyn::analysis
