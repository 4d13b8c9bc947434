#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/stats.h"

/// Effects that were measured at many points, put together. A point's effect is drawn around a common value with a
/// spread `tau` between points, and measured with an error that is known:
///
///     y_i = x_i b + u_i + e_i,     u_i ~ (0, tau^2),     e_i ~ (0, v_i)
///
/// tau^2 is that of Paule & Mandel (1982, J. Res. NBS 87, 377): the weighted squares of what is left equal their
/// expectation. Errors are those of Hartung & Knapp (2001, Stat. Med. 20, 3875), with t of n - p degrees of freedom.
/// Points must be independent: each has random numbers of its own.
namespace poldyn::analysis {

struct PointValue {
  double value = no_value;
  double variance = no_value;  ///< of its error: the standard error squared
};

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

/// The mean over points, how far they lie apart, and where a further point is to be expected. The interval of tau is
/// where the weighted squares are likely (Q profile, Viechtbauer 2007, Stat. Med. 26, 37). That of a further point
/// takes tau from the law that those squares give it, so that it is wide enough where points are few or hardly differ
/// (Nagashima, Noma & Furukawa 2019, Stat. Methods Med. Res. 28, 1689; here by quadrature and not by draws).
struct Pooled {
  std::size_t points = 0;
  double mean = no_value, low = no_value, high = no_value;
  double tau = no_value;  ///< standard deviation between points, without their errors
  double tau_low = no_value, tau_high = no_value;
  double predicted_low = no_value, predicted_high = no_value;
};
/// What a further point takes is most of the work; where nobody asks for it, it stays NaN.
enum class Further : bool { no, yes };
Pooled pooled(std::span<const PointValue> values, Further further = Further::yes, double level = confidence);

/// Point by point, the probability that its effect lies at or above `threshold`, given its value and where the others
/// lie: around `mean`, `tau` apart (empirical Bayes with normal laws); NaN where it has no value.
std::vector<double> beyond(std::span<const PointValue> values, double mean, double tau, double threshold);

}  // namespace poldyn::analysis
