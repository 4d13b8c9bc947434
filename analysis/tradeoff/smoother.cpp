#include "analysis/tradeoff/smoother.h"

#include <Eigen/QR>
#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace poldyn::analysis {
namespace {

constexpr std::array<std::size_t, 6> knot_numbers = {2, 3, 4, 6, 9, 13};  // two knots: a straight line
constexpr std::size_t few_values = 8;                                     // have a mean each
constexpr std::size_t least_to_a_knot = 4;  // values, lest a spline passes through the noise
constexpr std::size_t most_names = 1'000;   // of which a basis would have a column each

double cube(double x) { return x > 0 ? x * x * x : 0; }

/// d_k of eq. 5.5, with the scale of the knots kept out of it.
double truncated(double x, double knot, double last) { return (cube(x - knot) - cube(x - last)) / (last - knot); }

Eigen::MatrixXd spline_basis(std::span<const double> x, const std::vector<double>& knots) {
  const auto n = static_cast<Eigen::Index>(x.size()), k = static_cast<Eigen::Index>(knots.size());
  const double from = knots.front(), width = knots.back() - from;
  const auto scaled = [&](double value) { return (value - from) / width; };
  Eigen::MatrixXd basis = Eigen::MatrixXd::Ones(n, k);
  for (Eigen::Index i = 0; i < n; ++i) {
    const double at = scaled(x[static_cast<std::size_t>(i)]);
    basis(i, 1) = at;
    for (Eigen::Index j = 0; j + 2 < k; ++j)
      basis(i, j + 2) = truncated(at, scaled(knots[static_cast<std::size_t>(j)]), 1) -
                        truncated(at, scaled(knots[static_cast<std::size_t>(k - 2)]), 1);
  }
  return basis;
}

/// From the lowest to the highest of the different values, evenly by rank.
std::vector<double> knots_at(const std::vector<double>& different, std::size_t number) {
  std::vector<double> made;
  for (std::size_t i = 0; i < number; ++i) made.push_back(different[i * (different.size() - 1) / (number - 1)]);
  return made;
}

Eigen::MatrixXd indicators(std::span<const double> x, const std::vector<double>& different) {
  Eigen::MatrixXd basis =
      Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(x.size()), static_cast<Eigen::Index>(different.size()));
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto place = std::lower_bound(different.begin(), different.end(), x[i]) - different.begin();
    basis(static_cast<Eigen::Index>(i), place) = 1;
  }
  return basis;
}

}  // namespace

Smoother::Smoother(std::span<const double> x, bool unordered) {
  if (x.size() < fewest || !std::all_of(x.begin(), x.end(), [](double v) { return std::isfinite(v); }))
    throw std::invalid_argument("a regression takes eight values or more, all finite");
  std::vector<double> different(x.begin(), x.end());
  std::sort(different.begin(), different.end());
  different.erase(std::unique(different.begin(), different.end()), different.end());
  add_rung(Eigen::MatrixXd::Ones(static_cast<Eigen::Index>(x.size()), 1));
  if (different.size() < 2) return;
  const bool means = different.size() <= few_values || (unordered && different.size() <= most_names);
  if (means && 2 * different.size() <= x.size()) add_rung(indicators(x, different));
  if (unordered) return;
  for (const std::size_t knots : knot_numbers)
    if (knots <= different.size() && (knots == 2 || (!means && knots * least_to_a_knot <= x.size())))
      add_rung(spline_basis(x, knots_at(different, knots)));
}

void Smoother::add_rung(const Eigen::MatrixXd& basis) {
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> solver(basis);
  rungs_.emplace_back(solver.householderQ() * Eigen::MatrixXd::Identity(basis.rows(), solver.rank()));
}

Eigen::MatrixXd Smoother::fit(const Eigen::MatrixXd& y) const {
  const double n = static_cast<double>(y.rows());
  Eigen::MatrixXd best;
  Eigen::RowVectorXd least;
  for (const auto& rung : rungs_) {
    Eigen::MatrixXd fitted = rung * (rung.transpose() * y);
    const double left = 1 - static_cast<double>(rung.cols()) / n;
    const Eigen::RowVectorXd error = (y - fitted).colwise().squaredNorm() / (n * left * left);
    if (best.size() == 0) {
      best = std::move(fitted);
      least = error;
      continue;
    }
    for (Eigen::Index c = 0; c < y.cols(); ++c)
      if (error[c] < least[c]) best.col(c) = fitted.col(c), least[c] = error[c];
  }
  return best;
}

}  // namespace poldyn::analysis
