#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <span>
#include <vector>

namespace poldyn::analysis {

/// Regression of columns on one variable, by least squares on a ladder of bases: a constant, a straight line, natural
/// cubic splines of 3 to 13 knots at quantiles (Hastie, Tibshirani & Friedman 2009, eq. 5.4 and 5.5), and where there
/// are few different values, or these have no order, a mean for each. Of each column the rung with the least
/// generalised cross-validation error is taken (Craven & Wahba 1979, Numer. Math. 31, 377), so that one that `x` says
/// nothing about mostly becomes a constant.
class Smoother {
 public:
  /// `unordered`: values are names, and their order means nothing. Throws std::invalid_argument for fewer than
  /// `fewest` values or one that is not finite.
  Smoother(std::span<const double> x, bool unordered);

  /// Fitted values; `y`: (as long as x, any number of columns).
  Eigen::MatrixXd fit(const Eigen::MatrixXd& y) const;

  static constexpr std::size_t fewest = 8;

 private:
  void add_rung(const Eigen::MatrixXd& basis);

  std::vector<Eigen::MatrixXd> rungs_;  ///< orthonormal columns of each basis
};

}  // namespace poldyn::analysis
