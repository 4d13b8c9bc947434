#include "analysis/sensitivity/rank_index.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "analysis/jackknife.h"

namespace poldyn::analysis {
namespace {

constexpr std::size_t fewest_points = 8;

/// Products and squares by point, of one question.
struct Terms {
  std::vector<double> products, squares;

  double share() const {
    const double below = mean_of(squares);
    return below > 0 ? mean_of(products) / below : no_value;
  }
};

Terms of_series(const Neighbours& at, std::span<const double> y, std::span<const double> z) {
  return {at.products(y, z), at.squares(y, z)};
}

void add(std::vector<double>& to, const std::vector<double>& from, double weight) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += weight * from[i];
}

/// Mean over replicates of each with itself.
Terms of_each(const Neighbours& at, const Response& y) {
  Terms made{std::vector<double>(at.used(), 0.0), std::vector<double>(at.used(), 0.0)};
  const double weight = 1 / static_cast<double>(y.replicates());
  for (std::size_t r = 0; r < y.replicates(); ++r) {
    const Terms own = of_series(at, y.replicate(r), y.replicate(r));
    add(made.products, own.products, weight);
    add(made.squares, own.squares, weight);
  }
  return made;
}

/// Where worlds are not shared neighbours' noise is independent: products need no correction then.
Terms without_noise_of(const Terms& mean, const Terms& each, double m, bool common) {
  Terms made = mean;
  for (std::size_t i = 0; i < made.squares.size(); ++i) {
    made.squares[i] = without_noise(mean.squares[i], each.squares[i], m);
    if (common) made.products[i] = without_noise(mean.products[i], each.products[i], m);
  }
  return made;
}

Index index_of(const Neighbours& at, const Terms& terms, double level) {
  Index made{terms.share(), {}};
  if (!made.exists()) return made;
  const double half = t_quantile((1 + level) / 2, static_cast<double>(at.used() - 1)) *
                      std::sqrt(at.error2(terms.products, terms.squares, made.value)) / mean_of(terms.squares);
  made.interval = {made.value - half, made.value + half};
  return made;
}

/// Standard error over shared worlds: of the index of the mean response, or of a world.
double replicate_error(const Neighbours& at, const Response& y, const Terms& mean, const Terms& each, bool without) {
  const auto m = static_cast<double>(y.replicates());
  const auto left = [&](const std::vector<double>& of_mean, const std::vector<double>& of_each, double same,
                        double cross) {
    const double all = m * mean_of(of_each);
    return without ? m * m * mean_of(of_mean) - all - 2 * (m * cross - same) : all - same;
  };
  std::vector<double> without_each;
  for (std::size_t r = 0; r < y.replicates(); ++r) {
    const Terms same = of_series(at, y.replicate(r), y.replicate(r)), cross = of_series(at, y.replicate(r), y.mean());
    const double above = left(mean.products, each.products, mean_of(same.products), mean_of(cross.products));
    const double below = left(mean.squares, each.squares, mean_of(same.squares), mean_of(cross.squares));
    without_each.push_back(below > 0 ? above / below : no_value);
  }
  return jackknife_error(without_each);
}

}  // namespace

Neighbours::Neighbours(std::span<const double> x) : order_(x.size()) {
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::erase_if(order_, [&](std::size_t i) { return std::isnan(x[i]); });
  std::sort(order_.begin(), order_.end(),
            [&](std::size_t a, std::size_t b) { return x[a] != x[b] ? x[a] < x[b] : a < b; });
  std::vector<std::size_t> kept, ends;
  for (std::size_t from = 0, to = 0; from < order_.size(); from = to) {
    while (to < order_.size() && x[order_[to]] == x[order_[from]]) ++to;
    if (to - from < 2) continue;
    kept.insert(kept.end(), order_.begin() + static_cast<std::ptrdiff_t>(from),
                order_.begin() + static_cast<std::ptrdiff_t>(to));
    ends.push_back(kept.size());
  }
  grouped_ = 2 * kept.size() > order_.size();
  if (!grouped_) return;
  order_ = std::move(kept);
  ends_ = std::move(ends);
}

template <class Do>
void Neighbours::each_group(Do what) const {
  std::size_t from = 0;
  for (const std::size_t to : ends_) what(std::exchange(from, to), to);
}

std::vector<double> Neighbours::products(std::span<const double> y, std::span<const double> z) const {
  const std::size_t n = order_.size();
  std::vector<double> made(n);
  for (std::size_t i = 0; !grouped_ && i < n; ++i) {
    const std::size_t a = order_[i], b = order_[i + 1 < n ? i + 1 : 0];
    made[i] = (y[a] * z[b] + z[a] * y[b]) / 2;
  }
  each_group([&](std::size_t from, std::size_t to) {
    double of_y = 0, of_z = 0;
    for (std::size_t i = from; i < to; ++i) of_y += y[order_[i]], of_z += z[order_[i]];
    const double others = static_cast<double>(to - from - 1);
    for (std::size_t i = from; i < to; ++i) {
      const double own_y = y[order_[i]], own_z = z[order_[i]];
      made[i] = (own_y * (of_z - own_z) + own_z * (of_y - own_y)) / (2 * others);
    }
  });
  return made;
}

std::vector<double> Neighbours::squares(std::span<const double> y, std::span<const double> z) const {
  std::vector<double> made;
  made.reserve(order_.size());
  for (const std::size_t i : order_) made.push_back(y[i] * z[i]);
  return made;
}

double Neighbours::error2(const std::vector<double>& products, const std::vector<double>& squares, double share) const {
  const std::size_t n = order_.size();
  std::vector<double> terms(n);
  for (std::size_t i = 0; i < n; ++i) terms[i] = products[i] - share * squares[i];
  double degenerate = 0;  // of groups without any difference between them, to which influence is of second order
  each_group([&](std::size_t from, std::size_t to) {
    // A point counts in its own products and in those of all others of its group: twice, less the group's mean.
    const auto size = static_cast<double>(to - from);
    double mean = 0, within = 0;
    for (std::size_t i = from; i < to; ++i) mean += products[i] / size, within += (squares[i] - products[i]) / size;
    for (std::size_t i = from; i < to; ++i) terms[i] += products[i] - mean;
    degenerate += 2 * size / (size - 1) * within * within;
  });
  const double mean = mean_of(terms), count = static_cast<double>(n);
  double variance = 0, next = 0;
  for (std::size_t i = 0; i < n; ++i) variance += (terms[i] - mean) * (terms[i] - mean);
  // Neighbouring products share a point. The trend of terms along the factor is in the third next as well.
  for (std::size_t i = 0; !grouped_ && i + 3 < n; ++i) next += terms[i] * (terms[i + 1] - terms[i + 3]);
  return std::max(variance + 2 * next, variance / 4) / (count * count) + degenerate / (count * count);
}

RankIndex rank_index(std::span<const double> x, const Response& y, bool common, double level) {
  const Neighbours at(x);
  RankIndex made;
  if (at.used() < fewest_points) return made;
  const Terms mean = of_series(at, y.mean(), y.mean()), each = of_each(at, y);
  const std::size_t m = y.replicates();
  // Noise of neighbours is the same world's or independent; only of a world do single replicates have products.
  Terms run = each;
  if (!common) run.products = mean.products;
  made.of_run = index_of(at, run, level);
  if (common && m > 1 && made.of_run.exists())
    made.of_run.interval = widened(made.of_run.interval, made.of_run.value, replicate_error(at, y, mean, each, false),
                                   static_cast<double>(m - 1), level);
  if (m < 2) return made;
  made.of_mean = index_of(at, without_noise_of(mean, each, static_cast<double>(m), common), level);
  if (common && m > 2 && made.of_mean.exists())
    made.of_mean.interval = widened(made.of_mean.interval, made.of_mean.value, replicate_error(at, y, mean, each, true),
                                    static_cast<double>(m - 1), level);
  return made;
}

}  // namespace poldyn::analysis
