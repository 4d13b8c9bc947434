#include "analysis/sensitivity/shapley_effects.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "analysis/ranks.h"
#include "analysis/sensitivity/screens.h"

namespace poldyn::analysis {
namespace {

constexpr std::size_t fewest_points = 40;
constexpr std::size_t subsamples = 30;

/// Factors as coordinates in which distances are taken, (factor, point).
struct Cloud {
  std::size_t factors = 0;
  std::vector<double> at;
  std::vector<bool> is_number;
  std::size_t size() const { return at.size() / factors; }
};

/// Squared distances to all points from one, over the factors of a set.
class Nearest {
 public:
  explicit Nearest(const Cloud& cloud) : cloud_(cloud), distances_(cloud.size()) {}

  std::size_t to(std::size_t point, std::uint32_t set) {
    std::fill(distances_.begin(), distances_.end(), 0.0);
    for (std::size_t f = 0; f < cloud_.factors; ++f)
      if (set >> f & 1U) add(point, f);
    distances_[point] = std::numeric_limits<double>::infinity();
    return static_cast<std::size_t>(std::min_element(distances_.begin(), distances_.end()) - distances_.begin());
  }

 private:
  void add(std::size_t point, std::size_t f) {
    const double* column = cloud_.at.data() + f * cloud_.size();
    const double own = column[point];
    if (cloud_.is_number[f])
      for (std::size_t i = 0; i < distances_.size(); ++i) {
        const double step = column[i] - own;
        distances_[i] += step * step;
      }
    else
      for (std::size_t i = 0; i < distances_.size(); ++i) distances_[i] += column[i] == own ? 0 : 1;
  }

  const Cloud& cloud_;
  std::vector<double> distances_;
};

/// Mean product of two series at neighbours, without noise where worlds are shared.
double product(const Response& y, const std::vector<std::size_t>& points, const std::vector<std::size_t>& next,
               bool common) {
  const auto of = [&](std::span<const double> series) {
    double sum = 0;
    for (std::size_t i = 0; i < points.size(); ++i) sum += series[points[i]] * series[points[next[i]]];
    return sum / static_cast<double>(points.size());
  };
  const double mean = of(y.mean());
  if (!common || y.replicates() < 2) return mean;
  double each = 0;
  for (std::size_t r = 0; r < y.replicates(); ++r) each += of(y.replicate(r));
  const auto m = static_cast<double>(y.replicates());
  return without_noise(mean, each / m, m);
}

/// Variance over points that any function of the factors can explain; nothing if only neighbours can say.
double explainable(const Response& y, const std::vector<std::size_t>& points) {
  if (y.replicates() < 2) return no_value;
  const auto m = static_cast<double>(y.replicates());
  double mean = 0, each = 0;
  for (const std::size_t i : points) {
    mean += y.mean()[i] * y.mean()[i];
    for (std::size_t r = 0; r < y.replicates(); ++r) each += y.replicate(r)[i] * y.replicate(r)[i] / m;
  }
  return without_noise(mean, each, m) / static_cast<double>(points.size());
}

Cloud part_of(const Cloud& all, const std::vector<std::size_t>& points) {
  Cloud made{all.factors, {}, all.is_number};
  for (std::size_t f = 0; f < all.factors; ++f)
    for (const std::size_t p : points) made.at.push_back(all.at[f * all.size() + p]);
  return made;
}

/// Explained variance of each set of factors, as bits.
std::vector<double> explained(const Cloud& all, const Response& y, const std::vector<std::size_t>& points,
                              bool common) {
  const Cloud cloud = part_of(all, points);
  Nearest nearest(cloud);
  const std::uint32_t sets = 1U << cloud.factors;
  std::vector<double> made(sets, 0.0);
  std::vector<std::size_t> next(points.size());
  const double whole = explainable(y, points);
  for (std::uint32_t set = 1; set < sets; ++set) {
    if (set + 1 == sets && !std::isnan(whole)) {
      made[set] = whole;
      continue;
    }
    for (std::size_t i = 0; i < points.size(); ++i) next[i] = nearest.to(i, set);
    made[set] = product(y, points, next, common);
  }
  return made;
}

/// Shapley values of a game, given for each set of players, as shares of what all have together.
std::vector<double> shapley_shares(const std::vector<double>& game, std::size_t players) {
  std::vector<double> weight(players);  // of a set of so many others: its size! (n - size - 1)! / n!
  for (std::size_t size = 0; size < players; ++size)
    weight[size] =
        std::exp(std::lgamma(static_cast<double>(size + 1)) + std::lgamma(static_cast<double>(players - size)) -
                 std::lgamma(static_cast<double>(players + 1)));
  std::vector<double> made(players, 0.0);
  for (std::size_t i = 0; i < players; ++i)
    for (std::uint32_t set = 0; set < game.size(); ++set)
      if (!(set >> i & 1U))
        made[i] +=
            weight[static_cast<std::size_t>(std::popcount(set))] * (game[set | 1U << i] - game[set]) / game.back();
  return made;
}

std::vector<std::size_t> spread_out(std::size_t n, std::size_t wanted) {
  std::vector<std::size_t> made;
  for (std::size_t i = 0; i < std::min(n, wanted); ++i) made.push_back(i * n / std::min(n, wanted));
  return made;
}

/// Numbers as ranks from 0 to 1, so that a heavy tail is no distance.
Cloud cloud_of(const std::vector<std::vector<double>>& columns, const std::vector<bool>& is_number) {
  const std::size_t k = columns.size(), n = columns.front().size();
  Cloud made{k, std::vector<double>(k * n), is_number};
  for (std::size_t f = 0; f < k; ++f) {
    const std::vector<double> values = is_number[f] ? ranks_of(columns[f]) : columns[f];
    for (std::size_t i = 0; i < n; ++i)
      made.at[f * n + i] = is_number[f] ? values[i] / static_cast<double>(n) : values[i];
  }
  return made;
}

}  // namespace

std::size_t most_shapley_points(std::size_t factors) {
  constexpr double most_steps = 2e9;  // some seconds
  return std::min<std::size_t>(5000,
                               static_cast<std::size_t>(std::sqrt(std::ldexp(most_steps, -static_cast<int>(factors)))));
}

std::optional<ShapleyEffects> shapley_effects(const std::vector<std::vector<double>>& columns,
                                              const std::vector<bool>& is_number, const Response& y, bool common,
                                              double level, const Resampler& resampler) {
  const std::size_t k = columns.size();
  if (k == 0 || k > most_shapley_factors) throw std::invalid_argument("too many factors for Shapley effects");
  const auto points = spread_out(y.points(), most_shapley_points(k));
  if (points.size() < fewest_points) return std::nullopt;
  const Cloud cloud = cloud_of(columns, is_number);
  const auto game = explained(cloud, y, points, common);
  if (!(game.back() > 0)) return std::nullopt;
  const auto shares = shapley_shares(game, k);
  const std::size_t size = points.size() / 4;
  std::vector<std::vector<double>> drawn(k);
  for (std::uint32_t number = 0; number < subsamples; ++number) {
    auto order = shuffled(points.size(), number, resampler);
    std::vector<std::size_t> some;
    for (std::size_t i = 0; i < size; ++i) some.push_back(points[order[i]]);
    const auto own = shapley_shares(explained(cloud, y, some, common), k);
    for (std::size_t f = 0; f < k; ++f) drawn[f].push_back(own[f]);
  }
  ShapleyEffects made{points.size(), {}};
  const double scale = std::sqrt(static_cast<double>(size) / static_cast<double>(points.size() - size));
  const double quantile = t_quantile((1 + level) / 2, static_cast<double>(subsamples - 1));
  for (std::size_t f = 0; f < k; ++f) {
    const double half = quantile * scale * estimate(drawn[f]).sd;
    made.shares.push_back({shares[f], {shares[f] - half, shares[f] + half}});
  }
  return made;
}

}  // namespace poldyn::analysis
