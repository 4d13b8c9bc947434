#include "analysis/mixed_fit.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "analysis/bisection.h"

namespace poldyn::analysis {
namespace {

/// Values, variances and columns of the points that have them.
struct Data {
  Eigen::VectorXd y, v;
  Eigen::MatrixXd x;
};

Data data_of(std::span<const PointValue> values, const std::vector<std::vector<double>>& columns) {
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool whole =
        std::all_of(columns.begin(), columns.end(), [i](const auto& column) { return std::isfinite(column[i]); });
    if (values[i].known() && whole) kept.push_back(i);
  }
  const auto n = static_cast<Eigen::Index>(kept.size()), p = static_cast<Eigen::Index>(columns.size());
  Data made{Eigen::VectorXd(n), Eigen::VectorXd(n), Eigen::MatrixXd(n, p)};
  for (Eigen::Index i = 0; i < n; ++i) {
    const std::size_t from = kept[static_cast<std::size_t>(i)];
    made.y[i] = values[from].value;
    made.v[i] = values[from].variance;
    for (Eigen::Index j = 0; j < p; ++j) made.x(i, j) = columns[static_cast<std::size_t>(j)][from];
  }
  // One that is known exactly may not take all the weight: errors below a millionth of the mean one count as that.
  const double least = n > 0 ? 1e-6 * made.v.mean() : 0;
  made.v = made.v.cwiseMax(least);
  return made;
}

/// Weighted least squares at one tau^2.
struct Solved {
  Eigen::VectorXd b;
  Eigen::MatrixXd inverse;  ///< of X'WX
  double squares = 0;       ///< weighted, of what is left
};

Solved solve(const Data& data, double tau2) {
  const Eigen::VectorXd total = data.v.array() + tau2;
  // Where nothing varies every weight is the same.
  const Eigen::VectorXd w = total.maxCoeff() > 0 ? Eigen::VectorXd(total.cwiseInverse())
                                                 : Eigen::VectorXd(Eigen::VectorXd::Ones(total.size()));
  Solved made;
  made.inverse = (data.x.transpose() * w.asDiagonal() * data.x).inverse();
  made.b = made.inverse * (data.x.transpose() * (w.array() * data.y.array()).matrix());
  made.squares = (w.array() * (data.y - data.x * made.b).array().square()).sum();
  return made;
}

/// The root of squares(tau^2) = `wanted`, which fall as tau^2 rises; 0 if they lie below it from the start. For n - p
/// that is Paule & Mandel's estimate.
double tau2_where(const Data& data, double wanted) {
  constexpr double rounding = 1e-11;
  const auto above = [&](double tau2) { return solve(data, tau2).squares > wanted; };
  const double spread = (data.y.array() - data.y.mean()).square().sum();
  if (!(spread > 0) || (data.v.maxCoeff() > 0 && !above(0))) return 0;
  return last_of(above, spread, rounding);
}

}  // namespace

double MixedFit::value(std::span<const double> x) const {
  double sum = 0;
  for (std::size_t i = 0; i < coefficients.size(); ++i) sum += coefficients[i] * x[i];
  return sum;
}

double MixedFit::error(std::span<const double> x) const {
  double sum = 0;
  const std::size_t p = coefficients.size();
  for (std::size_t i = 0; i < p; ++i)
    for (std::size_t j = 0; j < p; ++j) sum += x[i] * covariance[i * p + j] * x[j];
  return std::sqrt(std::max(sum, 0.0));
}

MixedFit mixed_fit(std::span<const PointValue> values, const std::vector<std::vector<double>>& columns) {
  const Data data = data_of(values, columns);
  const Eigen::Index n = data.x.rows(), p = data.x.cols();
  if (n < p || n == 0 || data.x.colPivHouseholderQr().rank() < p) return {};
  MixedFit made;
  made.n = static_cast<std::size_t>(n);
  made.df = static_cast<double>(n - p);
  made.tau2 = n > p ? tau2_where(data, made.df) : 0;
  const Solved solved = solve(data, made.tau2);
  made.coefficients.assign(solved.b.begin(), solved.b.end());
  const double scale = n > p ? solved.squares / made.df : no_value;
  for (Eigen::Index i = 0; i < p; ++i)
    for (Eigen::Index j = 0; j < p; ++j) made.covariance.push_back(scale * solved.inverse(i, j));
  return made;
}

}  // namespace poldyn::analysis
