#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/sensitivity/index.h"

namespace poldyn::analysis {

/// Points in classes of a factor: each of its values if there are no more of them than classes, however few points have
/// it, else about as many points in each, in the order of the factor. Equal values are never parted.
class Classes {
 public:
  /// Points without a value of the factor belong to none.
  Classes(std::span<const double> x, std::size_t wanted);

  std::size_t count() const { return ends_.size(); }
  /// Places of the points of a class.
  std::span<const std::size_t> members(std::size_t i) const;

 private:
  std::vector<std::size_t> order_;
  std::vector<std::size_t> ends_;
};

/// Classes that a sample is cut into: few enough that each holds 50 points, and 50 at most; of a factor with few values
/// those, if they have 10 points each on average.
std::size_t usual_classes(std::span<const double> x);

/// Kolmogorov-Smirnov distance between the response in a class and the response at all points (Pianosi & Wagener 2015,
/// Environ. Model. Softw. 67; 2018, ibid. 108).
struct Pawn {
  double mean = no_value, median = no_value;  ///< over classes
};
Pawn pawn(std::span<const double> y, const Classes& classes);

/// Half the area between the density of the response in a class and at all points, on average over classes (Borgonovo
/// 2007, Reliab. Eng. Syst. Saf. 92; estimator of Plischke, Borgonovo & Smith 2013, Eur. J. Oper. Res. 226). It does
/// not change when the response is transformed: densities are those of its normal scores, by kernels of Silverman's
/// width, on a grid. Biased upwards where classes are small: compare it with a factor that is shuffled.
double delta(std::span<const double> y, const Classes& classes);

/// Twice delta less its mean over resampled points, which is as far again from the truth (Plischke, Borgonovo & Smith
/// 2013, section 5; Efron & Tibshirani 1993, eq. 10.41). Not below 0. Takes off a good part of what an inert factor
/// has; of a strong one kernels have hidden more than chance adds, and it comes out a little low.
double corrected_delta(std::span<const double> y, const Classes& classes, std::uint32_t resamples,
                       const Resampler& resampler);

/// Dependence of any kind between factor and response (Gretton et al. 2005; Da Veiga 2015, J. Stat. Comput. Simul. 85):
/// Hilbert-Schmidt independence criterion with Gaussian kernels exp(-d^2 / 2) of distances in standard deviations, of a
/// text with equal or not; the biased (V-statistic) estimator. Kernels are replaced by their pivoted Cholesky factors
/// (Fine & Scheinberg 2001, J. Mach. Learn. Res. 2) to 1e-6 of their trace, so that n points cost n times some hundred.
struct Hsic {
  double value = no_value;
  double r2 = no_value;  ///< of its own largest value: 0 if independent, 1 if one is a function of the other
  double p = no_value;   ///< share of permutations of the response that are as dependent, this one among them
};
Hsic hsic(std::span<const double> x, bool is_number, std::span<const double> y, std::uint32_t permutations,
          const Resampler& resampler);

/// A random order from numbers of the caller.
std::vector<std::size_t> shuffled(std::size_t n, std::uint32_t number, const Resampler& resampler);

}  // namespace poldyn::analysis
