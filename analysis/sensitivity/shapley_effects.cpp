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

constexpr std::size_t subsamples = 30;

/// Factors as coordinates in which distances are taken, (factor, point).
struct Cloud {
  std::size_t factors = 0;
  std::vector<double> at;
  std::vector<bool> is_number;
  std::size_t size() const { return at.size() / factors; }
};

/// The nearest other point, by squared distances over the factors of a set.
class Nearest {
 public:
  explicit Nearest(const Cloud& cloud) : cloud_(cloud), distances_(cloud.size()) {}

  std::size_t to(std::size_t point, std::uint32_t set) {
    std::fill(distances_.begin(), distances_.end(), 0.0);
    for (std::size_t f = 0; f < cloud_.factors; ++f)
      if (set >> f & 1U) add(point, f);
    distances_[point] = std::numeric_limits<double>::infinity();
    // Among equals the next one in the order of the points, which is random: the first would be the neighbour of all.
    const auto own = distances_.begin() + static_cast<std::ptrdiff_t>(point);
    const auto before = std::min_element(distances_.begin(), own), after = std::min_element(own, distances_.end());
    return static_cast<std::size_t>((*before < *after ? before : after) - distances_.begin());
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

/// Mean products of the response at points and at others: what the explained variance is made of, and what it would be
/// without one replicate.
class Products {
 public:
  Products(const Response& y, const std::vector<std::size_t>& points, const std::vector<std::size_t>& next, bool worlds)
      : m_(static_cast<double>(y.replicates())), mean_(product(y.mean(), y.mean(), points, next)) {
    for (std::size_t r = 0; r < y.replicates(); ++r) {
      same_.push_back(product(y.replicate(r), y.replicate(r), points, next));
      all_same_ += same_.back();
      if (worlds)
        cross_.push_back(
            (product(y.replicate(r), y.mean(), points, next) + product(y.mean(), y.replicate(r), points, next)) / 2);
    }
  }

  double mean() const { return mean_; }
  /// Of different replicates.
  double of_pairs() const { return without_noise(mean_, all_same_ / m_, m_); }
  double of_pairs_without(std::size_t r) const {
    return (m_ * m_ * mean_ - all_same_ - 2 * (m_ * cross_[r] - same_[r])) / ((m_ - 1) * (m_ - 2));
  }

 private:
  static double product(std::span<const double> y, std::span<const double> z, const std::vector<std::size_t>& points,
                        const std::vector<std::size_t>& next) {
    double sum = 0;
    for (std::size_t i = 0; i < points.size(); ++i) sum += y[points[i]] * z[points[next[i]]];
    return sum / static_cast<double>(points.size());
  }

  double m_, mean_, all_same_ = 0;
  std::vector<double> same_, cross_;  // by replicate: with itself, and with the mean
};

Cloud part_of(const Cloud& all, const std::vector<std::size_t>& points) {
  Cloud made{all.factors, {}, all.is_number};
  for (std::size_t f = 0; f < all.factors; ++f)
    for (const std::size_t p : points) made.at.push_back(all.at[f * all.size() + p]);
  return made;
}

/// Explained variance of each set of factors, as bits.
using Game = std::vector<double>;

/// Of all replicates, and if `worlds` matter of all but each.
struct Games {
  Game all;
  std::vector<Game> without_each;

  Games(std::size_t sets, std::size_t worlds) : all(sets, 0.0), without_each(worlds, Game(sets, 0.0)) {}
  void set(std::uint32_t which, const Products& found, bool pairs) {
    all[which] = pairs ? found.of_pairs() : found.mean();
    for (std::size_t r = 0; r < without_each.size(); ++r) without_each[r][which] = found.of_pairs_without(r);
  }
};

/// Where worlds are not shared the noise of neighbours is independent; that of a point with itself never is.
Games explained(const Cloud& all, const Response& y, const std::vector<std::size_t>& points, bool common, bool worlds) {
  const Cloud cloud = part_of(all, points);
  Nearest nearest(cloud);
  const std::uint32_t sets = 1U << cloud.factors;
  const bool several = y.replicates() > 1;
  Games made(sets, worlds ? y.replicates() : 0);
  std::vector<std::size_t> next(points.size());
  for (std::uint32_t set = 1; set < sets; ++set) {
    const bool whole = several && set + 1 == sets;
    for (std::size_t i = 0; i < points.size(); ++i) next[i] = whole ? i : nearest.to(i, set);
    made.set(set, Products(y, points, next, worlds), whole || (common && several));
  }
  return made;
}

/// Shapley values of a game, given for each set of players, as shares of what all have together.
std::vector<double> shapley_shares(const Game& game, std::size_t players) {
  std::vector<double> made(players, 0.0);
  if (!(game.back() > 0)) return std::vector<double>(players, no_value);
  std::vector<double> weight(players);  // of a set of so many others: its size! (n - size - 1)! / n!
  for (std::size_t size = 0; size < players; ++size)
    weight[size] =
        std::exp(std::lgamma(static_cast<double>(size + 1)) + std::lgamma(static_cast<double>(players - size)) -
                 std::lgamma(static_cast<double>(players + 1)));
  for (std::size_t i = 0; i < players; ++i)
    for (std::uint32_t set = 0; set < game.size(); ++set)
      if (!(set >> i & 1U))
        made[i] +=
            weight[static_cast<std::size_t>(std::popcount(set))] * (game[set | 1U << i] - game[set]) / game.back();
  return made;
}

/// Some in random order, so that neither which are taken nor who is whose neighbour among equals follows the design.
std::vector<std::size_t> mixed(std::size_t n, std::size_t most, const Resampler& resampler) {
  auto made = shuffled(n, subsamples, resampler);
  made.resize(std::min(n, most));
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

/// Shares of samples of a quarter of the points, (factor, sample).
std::vector<std::vector<double>> of_samples(const Cloud& cloud, const Response& y,
                                            const std::vector<std::size_t>& points, bool common,
                                            const Resampler& resampler) {
  std::vector<std::vector<double>> drawn(cloud.factors);
  for (std::uint32_t number = 0; number < subsamples; ++number) {
    auto some = shuffled(points.size(), number, resampler);
    some.resize(points.size() / 4);
    for (std::size_t& place : some) place = points[place];
    const auto own = shapley_shares(explained(cloud, y, some, common, false).all, cloud.factors);
    for (std::size_t f = 0; f < cloud.factors; ++f) drawn[f].push_back(own[f]);
  }
  return drawn;
}

/// Adds what other worlds would have given.
void add_worlds(std::vector<Index>& shares, const std::vector<Game>& without_each, double level) {
  std::vector<std::vector<double>> values(shares.size());
  for (const Game& game : without_each) {
    const auto own = shapley_shares(game, shares.size());
    for (std::size_t f = 0; f < shares.size(); ++f) values[f].push_back(own[f]);
  }
  for (std::size_t f = 0; f < shares.size(); ++f)
    shares[f].interval = widened(shares[f].interval, shares[f].value, jackknife_error(values[f]),
                                 static_cast<double>(without_each.size() - 1), level);
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
  if (y.points() < fewest_shapley_points) return std::nullopt;
  const auto points = mixed(y.points(), most_shapley_points(k), resampler);
  const Cloud cloud = cloud_of(columns, is_number);
  const bool worlds = common && y.replicates() > 2;
  const Games games = explained(cloud, y, points, common, worlds);
  if (!(games.all.back() > 0)) return std::nullopt;
  const auto drawn = of_samples(cloud, y, points, common, resampler);
  const double n = static_cast<double>(points.size()), size = std::floor(n / 4);
  const double scale = t_quantile((1 + level) / 2, subsamples - 1) * std::sqrt(size / (n - size));
  ShapleyEffects made{points.size(), {}};
  for (const double share : shapley_shares(games.all, k)) {
    const Estimate of_some = estimate(drawn[made.shares.size()]);
    const double half = of_some.n < subsamples ? no_value : scale * of_some.sd;
    made.shares.push_back({share, {share - half, share + half}});
  }
  if (worlds) add_worlds(made.shares, games.without_each, level);
  return made;
}

}  // namespace poldyn::analysis
