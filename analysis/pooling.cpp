#include "analysis/pooling.h"

#include <Eigen/Dense>
#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <numbers>

namespace poldyn::analysis {
namespace {

bool known(const PointValue& point) { return std::isfinite(point.value) && point.variance >= 0; }

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
    if (known(values[i]) && whole) kept.push_back(i);
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

/// The same where x is a column of ones.
struct SolvedMean {
  double mean = 0, variance = 0, squares = 0;
};

SolvedMean solve_mean(const Data& data, double tau2) {
  const bool weighted = tau2 > 0 || data.v.maxCoeff() > 0;
  double weights = 0, sum = 0;
  for (Eigen::Index i = 0; i < data.y.size(); ++i) {
    const double w = weighted ? 1 / (data.v[i] + tau2) : 1;
    weights += w;
    sum += w * data.y[i];
  }
  SolvedMean made{sum / weights, 1 / weights, 0};
  for (Eigen::Index i = 0; i < data.y.size(); ++i) {
    const double gap = data.y[i] - made.mean;
    made.squares += gap * gap * (weighted ? 1 / (data.v[i] + tau2) : 1);
  }
  return made;
}

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
double tau2_where(const Data& data, double wanted, double rounding = 1e-11) {
  const bool mean = data.x.cols() == 1;  // the one regression on one column is that on ones
  const auto above = [&](double tau2) {
    return (mean ? solve_mean(data, tau2).squares : solve(data, tau2).squares) > wanted;
  };
  const double spread = (data.y.array() - data.y.mean()).square().sum();
  if (!(spread > 0) || (data.v.maxCoeff() > 0 && !above(0))) return 0;
  double low = 0, high = spread;
  while (above(high)) low = high, high *= 2;
  while (high - low > rounding * high) {
    const double middle = 0.5 * (low + high);
    (above(middle) ? low : high) = middle;
  }
  return high;
}

double normal_beyond(double z) { return 0.5 * std::erfc(z / std::numbers::sqrt2); }

double chi_squared(double p, double df) { return boost::math::quantile(boost::math::chi_squared(df), p); }

/// One of many equally likely laws of a further point.
struct Law {
  double mean, sd;
};

/// The squares at the true tau^2 are chi-squared, so each of their quantiles stands for a tau^2; around it the mean is
/// normal.
std::vector<Law> further_points(const Data& data) {
  constexpr int quantiles = 200;
  constexpr double near_enough = 1e-5;  // of one of so many
  std::vector<Law> made;
  for (int i = 0; i < quantiles; ++i) {
    const double tau2 =
        tau2_where(data, chi_squared((i + 0.5) / quantiles, static_cast<double>(data.y.size() - 1)), near_enough);
    const SolvedMean at = solve_mean(data, tau2);
    const bool exact = tau2 == 0 && data.v.maxCoeff() == 0;
    made.push_back({at.mean, exact ? 0 : std::sqrt(tau2 + at.variance)});
  }
  return made;
}

double quantile_of(const std::vector<Law>& laws, double p) {
  const auto below = [&](double x) {
    double sum = 0;
    for (const auto& law : laws) sum += law.sd > 0 ? normal_beyond((law.mean - x) / law.sd) : x >= law.mean ? 1 : 0;
    return sum / static_cast<double>(laws.size());
  };
  double low = laws.front().mean, high = low, step = 0, largest = 0;
  for (const auto& law : laws) {
    step = std::max(step, law.sd);
    largest = std::max(largest, std::abs(law.mean));
  }
  if (!(step > dust * largest)) return low;  // rounding, no spread
  while (below(low) > p) low -= step;
  while (below(high) < p) high += step;
  constexpr double rounding = 1e-9;
  while (high - low > rounding * step) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) break;  // neighbours: numbers near a large mean are further apart
    (below(middle) < p ? low : high) = middle;
  }
  return high;
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

Pooled pooled(std::span<const PointValue> values, Further further, double level) {
  const MixedFit fit = mixed_fit(values, {std::vector<double>(values.size(), 1)});
  Pooled made;
  made.points = fit.n;
  if (fit.n == 0) return made;
  made.mean = fit.coefficients.front();
  if (fit.n < 2) return made;
  made.tau = std::sqrt(fit.tau2);
  const double tail = 0.5 - level / 2;
  const double width = t_quantile(1 - tail, fit.df) * std::sqrt(std::max(fit.covariance.front(), 0.0));
  made.low = made.mean - width;
  made.high = made.mean + width;
  const Data data = data_of(values, {std::vector<double>(values.size(), 1)});
  made.tau_low = std::sqrt(tau2_where(data, chi_squared(1 - tail, fit.df)));
  made.tau_high = std::sqrt(tau2_where(data, chi_squared(tail, fit.df)));
  if (further == Further::no) return made;
  const auto laws = further_points(data);
  made.predicted_low = quantile_of(laws, tail);
  made.predicted_high = quantile_of(laws, 1 - tail);
  return made;
}

std::vector<double> beyond(std::span<const PointValue> values, double mean, double tau, double threshold) {
  std::vector<double> made(values.size(), no_value);
  const double between = tau * tau;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& [y, v] = values[i];
    if (!known(values[i]) || std::isnan(between)) continue;
    const double total = between + v;
    const double centre = total > 0 ? (between * y + v * mean) / total : y;
    const double error = total > 0 ? std::sqrt(between * v / total) : 0;
    made[i] = error > 0 ? normal_beyond((threshold - centre) / error) : centre >= threshold ? 1 : 0;
  }
  return made;
}

}  // namespace poldyn::analysis
