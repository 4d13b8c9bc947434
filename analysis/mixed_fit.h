#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/pooling.h"

/// Regression of effects that were measured at many points on what differs between them:
///
///     y_i = x_i b + u_i + e_i,     u_i ~ (0, tau^2),     e_i ~ (0, v_i)
///
/// tau^2 is that of Paule & Mandel (1982, J. Res. NBS 87, 377): the weighted squares of what is left equal their
/// expectation. Errors are those of Hartung & Knapp (2001, Stat. Med. 20, 3875), with t of n - p degrees of freedom.
/// Points must be independent: each has random numbers of its own.
namespace poldyn::analysis {

/// A fitted regression. Empty (n = 0) with fewer values than coefficients, or with columns that cannot be told apart.
struct MixedFit {
  std::size_t n = 0;
  double df = no_value;    ///< n - coefficients
  double tau2 = no_value;  ///< variance between points that x does not tell
  std::vector<double> coefficients;
  std::vector<double> covariance;  ///< of them, row by row; NaN where nothing is left over to tell errors from

  double value(std::span<const double> x) const;  ///< x b
  double error(std::span<const double> x) const;  ///< standard error of that
};

/// `columns` are those of x, each as long as `values`. Points without a value or an error are left out.
MixedFit mixed_fit(std::span<const PointValue> values, const std::vector<std::vector<double>>& columns);

}  // namespace poldyn::analysis
