#include "analysis/sensitivity/screens.h"

#include <Eigen/Dense>
#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>

#include "analysis/ranks.h"

namespace poldyn::analysis {
namespace {

// The grid on which densities of normal scores are compared: beyond 4.5 lies less than 1e-5 of them.
constexpr std::size_t cells = 181;
constexpr double grid_end = 4.5;
constexpr double cell = 2 * grid_end / static_cast<double>(cells - 1);

std::vector<double> normal_scores(std::span<const double> y) {
  std::vector<double> made = ranks_of(y);
  const double n = static_cast<double>(y.size());
  for (double& x : made) x = boost::math::quantile(boost::math::normal(), (x - 0.5) / n);
  return made;
}

/// Silverman's width for a sample's spread.
double width_of(std::span<const double> scores) {
  const Estimate all = estimate(scores);
  const double sd = all.sd > 0 ? all.sd : cell;
  return std::max(1.06 * sd * std::pow(static_cast<double>(scores.size()), -0.2), cell / 2);
}

/// How many values lie at each place of the grid; each is shared out between its two neighbours there.
std::vector<double> on_grid(std::span<const double> scores) {
  std::vector<double> counts(cells, 0.0);
  for (const double x : scores) {
    const double at = std::clamp((x + grid_end) / cell, 0.0, static_cast<double>(cells - 1) - 1e-9);
    const auto below = static_cast<std::size_t>(at);
    counts[below] += 1 - (at - static_cast<double>(below));
    counts[below + 1] += at - static_cast<double>(below);
  }
  return counts;
}

/// Density on the grid, by kernels of that width.
std::vector<double> density(const std::vector<double>& counts, double width) {
  std::vector<double> made(cells, 0.0);
  std::vector<double> kernel(cells);
  for (std::size_t d = 0; d < cells; ++d)
    kernel[d] = std::exp(-0.5 * std::pow(static_cast<double>(d) * cell / width, 2));
  for (std::size_t j = 0; j < cells; ++j)
    for (std::size_t i = 0; counts[j] > 0 && i < cells; ++i) made[i] += counts[j] * kernel[i > j ? i - j : j - i];
  const double all = std::accumulate(made.begin(), made.end(), 0.0) * cell;
  for (double& x : made) x /= all;
  return made;
}

/// Scores by class.
using Parts = std::vector<std::vector<double>>;

/// Half the area between each class's density and that of all, by points; `counts` is all on the grid.
double mean_area(const Parts& parts, const std::vector<double>& counts) {
  double sum = 0, points = 0;
  for (const std::vector<double>& own : parts) {
    if (own.empty()) continue;
    // Both are smoothed alike, or the kernel's width would look like influence.
    const double width = width_of(own);
    const std::vector<double> here = density(on_grid(own), width), all = density(counts, width);
    double area = 0;
    for (std::size_t i = 0; i < cells; ++i) area += std::abs(here[i] - all[i]) * cell;
    sum += static_cast<double>(own.size()) * area / 2;
    points += static_cast<double>(own.size());
  }
  return sum / points;
}

/// Columns that the centred kernel is the product of with their own transpose.
Eigen::MatrixXd features(std::span<const double> x, bool is_number) {
  const auto n = static_cast<Eigen::Index>(x.size());
  constexpr Eigen::Index most = 100;
  constexpr double close = 1e-6;
  const double sd = estimate(x).sd;
  const auto kernel = [&](double a, double b) {
    return is_number ? std::exp(-0.5 * (a - b) * (a - b) / (sd * sd)) : a == b ? 1.0 : 0.0;
  };
  Eigen::VectorXd left = Eigen::VectorXd::Ones(n);  // of the diagonal
  Eigen::MatrixXd made(n, most);
  Eigen::Index used = 0;
  while (used < most && left.sum() > close * static_cast<double>(n)) {
    Eigen::Index pivot = 0;
    left.maxCoeff(&pivot);
    const double root = std::sqrt(left[pivot]);
    Eigen::VectorXd column(n);
    for (Eigen::Index i = 0; i < n; ++i)
      column[i] = kernel(x[static_cast<std::size_t>(i)], x[static_cast<std::size_t>(pivot)]);
    if (used > 0) column -= made.leftCols(used) * made.row(pivot).head(used).transpose();
    made.col(used) = column / root;
    left = (left - made.col(used).cwiseAbs2()).cwiseMax(0.0);
    ++used;
  }
  made.conservativeResize(n, used);
  made.rowwise() -= made.colwise().mean().eval();
  return made;
}

double criterion(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  const auto n = static_cast<double>(a.rows());
  return (a.transpose() * b).squaredNorm() / (n * n);
}

/// The distribution of a response: how many points have a value below and up to each point's.
class Steps {
 public:
  explicit Steps(std::span<const double> y) : below_(y.size()), up_to_(y.size()) {
    std::vector<std::size_t> order(y.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return y[a] < y[b]; });
    for (std::size_t from = 0, to = 0; from < order.size(); from = to) {
      while (to < order.size() && y[order[to]] == y[order[from]]) ++to;
      for (std::size_t i = from; i < to; ++i) below_[order[i]] = from, up_to_[order[i]] = to;
    }
  }

  /// Largest difference between the distribution of some points and that of all; it is at one of their values.
  double furthest(std::span<const std::size_t> members) const {
    std::vector<std::pair<std::size_t, std::size_t>> own;  // below and up to, of each
    for (const std::size_t i : members) own.emplace_back(below_[i], up_to_[i]);
    std::sort(own.begin(), own.end());
    const auto n = static_cast<double>(up_to_.size()), size = static_cast<double>(own.size());
    double made = 0;
    for (std::size_t from = 0, to = 0; from < own.size(); from = to) {
      while (to < own.size() && own[to] == own[from]) ++to;
      made = std::max({made, std::abs(static_cast<double>(own[from].first) / n - static_cast<double>(from) / size),
                       std::abs(static_cast<double>(own[from].second) / n - static_cast<double>(to) / size)});
    }
    return made;
  }

 private:
  std::vector<std::size_t> below_, up_to_;
};

}  // namespace

Classes::Classes(std::span<const double> x, std::size_t wanted) : order_(x.size()) {
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  std::erase_if(order_, [&](std::size_t i) { return std::isnan(x[i]); });
  std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  const std::size_t n = order_.size();
  std::vector<std::size_t> steps;  // ends of equal values
  for (std::size_t i = 1; i <= n; ++i)
    if (i == n || x[order_[i]] != x[order_[i - 1]]) steps.push_back(i);
  if (steps.size() <= wanted) {
    ends_ = std::move(steps);
    return;
  }
  for (std::size_t i = 1; i <= wanted; ++i) {
    const std::size_t even = i * n / wanted;  // and the end of values that lies nearest
    const auto above = std::lower_bound(steps.begin(), steps.end(), even);
    std::size_t end = *above;
    if (above != steps.begin() && even - *std::prev(above) < *above - even) end = *std::prev(above);
    if (end > (ends_.empty() ? 0 : ends_.back())) ends_.push_back(end);
  }
}

std::span<const std::size_t> Classes::members(std::size_t i) const {
  const std::size_t from = i == 0 ? 0 : ends_[i - 1];
  return {order_.data() + from, ends_[i] - from};
}

std::size_t usual_classes(std::span<const double> x) {
  std::vector<double> values;
  std::copy_if(x.begin(), x.end(), std::back_inserter(values), [](double v) { return !std::isnan(v); });
  const std::size_t n = values.size();
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  constexpr std::size_t most = 50, few_points = 10;
  const bool levels = values.size() <= most && values.size() * few_points <= n;
  return levels ? std::max<std::size_t>(2, values.size()) : std::clamp<std::size_t>(n / 50, 2, most);
}

Pawn pawn(std::span<const double> y, const Classes& classes) {
  const Steps steps(y);
  std::vector<double> distances;
  for (std::size_t c = 0; c < classes.count(); ++c) distances.push_back(steps.furthest(classes.members(c)));
  if (distances.empty()) return {};
  std::sort(distances.begin(), distances.end());
  const std::size_t half = distances.size() / 2;
  return {std::accumulate(distances.begin(), distances.end(), 0.0) / static_cast<double>(distances.size()),
          distances.size() % 2 == 1 ? distances[half] : (distances[half - 1] + distances[half]) / 2};
}

double delta(std::span<const double> y, const Classes& classes) {
  if (classes.count() == 0 || y.size() < 2) return no_value;
  const std::vector<double> scores = normal_scores(y);
  Parts parts(classes.count());
  for (std::size_t c = 0; c < classes.count(); ++c)
    for (const std::size_t i : classes.members(c)) parts[c].push_back(scores[i]);
  return mean_area(parts, on_grid(scores));
}

double corrected_delta(std::span<const double> y, const Classes& classes, std::uint32_t resamples,
                       const Resampler& resampler) {
  const double plain = delta(y, classes);
  if (std::isnan(plain) || resamples == 0) return plain;
  const std::vector<double> scores = normal_scores(y);
  std::vector<std::pair<std::size_t, double>> points;  // class and score
  for (std::size_t c = 0; c < classes.count(); ++c)
    for (const std::size_t i : classes.members(c)) points.emplace_back(c, scores[i]);
  std::vector<std::uint32_t> picks(points.size());
  double sum = 0;
  for (std::uint32_t number = 0; number < resamples; ++number) {
    resampler(number, picks);
    Parts parts(classes.count());
    std::vector<double> all;
    for (const std::uint32_t pick : picks) {
      parts[points[pick].first].push_back(points[pick].second);
      all.push_back(points[pick].second);
    }
    sum += mean_area(parts, on_grid(all));
  }
  return std::clamp(2 * plain - sum / static_cast<double>(resamples), 0.0, 1.0);
}

Hsic hsic(std::span<const double> x, bool is_number, std::span<const double> y, std::uint32_t permutations,
          const Resampler& resampler) {
  const auto varies = [](std::span<const double> values) {
    return std::any_of(values.begin(), values.end(), [&](double v) { return v != values.front(); });
  };
  if (x.size() < 2 || !varies(x) || !varies(y)) return {};
  const Eigen::MatrixXd a = features(x, is_number), b = features(y, true);
  Hsic made;
  made.value = criterion(a, b);
  made.r2 = made.value / std::sqrt(criterion(a, a) * criterion(b, b));
  std::uint32_t as_much = 1;
  Eigen::MatrixXd mixed(b.rows(), b.cols());
  for (std::uint32_t number = 0; number < permutations; ++number) {
    const auto order = shuffled(y.size(), number, resampler);
    for (std::size_t i = 0; i < order.size(); ++i)
      mixed.row(static_cast<Eigen::Index>(i)) = b.row(static_cast<Eigen::Index>(order[i]));
    as_much += criterion(a, mixed) >= made.value;
  }
  if (permutations > 0) made.p = static_cast<double>(as_much) / static_cast<double>(permutations + 1);
  return made;
}

std::vector<std::size_t> shuffled(std::size_t n, std::uint32_t number, const Resampler& resampler) {
  std::vector<std::uint32_t> keys(n);
  resampler(number, keys);
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Picks of 0 to n - 1: equal ones are ordered by a further draw, so that no order is preferred.
  std::vector<std::uint32_t> more(n);
  resampler(number ^ 0x8000'0000U, more);
  std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
    return keys[i] != keys[j] ? keys[i] < keys[j] : more[i] != more[j] ? more[i] < more[j] : i < j;
  });
  return order;
}

}  // namespace poldyn::analysis
