#include "sim/base/normal.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "sim/base/elementary.h"

namespace poldyn {
namespace {

using Coefficients = std::array<double, 8>;  ///< of x^0 .. x^7

double polynomial(const Coefficients& c, double x) {
  double sum = c[7];
  for (std::size_t i = 7; i-- > 0;) sum = sum * x + c[i];
  return sum;
}

/// Wichura's three pairs of numerator and denominator: the middle, the tails, and what lies beyond exp(-25).
constexpr Coefficients middle_over{3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                                   1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                   3.3430575583588128105e+4, 2.5090809287301226727e+3};
constexpr Coefficients middle_under{1.0,
                                    4.2313330701600911252e+1,
                                    6.8718700749205790830e+2,
                                    5.3941960214247511077e+3,
                                    2.1213794301586595867e+4,
                                    3.9307895800092710610e+4,
                                    2.8729085735721942674e+4,
                                    5.2264952788528545610e+3};
constexpr Coefficients tail_over{1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                 3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                 2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr Coefficients tail_under{1.0,
                                  2.05319162663775882187e0,
                                  1.67638483018380384940e0,
                                  6.89767334985100004550e-1,
                                  1.48103976427480074590e-1,
                                  1.51986665636164571966e-2,
                                  5.47593808499534494600e-4,
                                  1.05075007164441684324e-9};
constexpr Coefficients far_over{6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr Coefficients far_under{1.0,
                                 5.99832206555887937690e-1,
                                 1.36929880922735805310e-1,
                                 1.48753612908506148525e-2,
                                 7.86869131145613259100e-4,
                                 1.84631831751005468180e-5,
                                 1.42151175831644588870e-7,
                                 2.04426310338993978564e-15};

double density(double z) { return exp(-0.5 * z * z) * 0.39894228040143267794; }  // 1 / sqrt(2 pi)

/// The share above z >= 1.5, by the continued fraction of Mills' ratio 1/(z + 1/(z + 2/(z + 3/(z + ...)))).
double share_above(double z) {
  double below = z;
  for (int i = 200; i > 0; --i) below = z + i / below;
  return density(z) / below;
}

/// The share between 0 and |z| < 1.5: density times z + z^3/3 + z^5/15 + ... (Marsaglia 2004).
double share_from_middle(double z) {
  double term = z, sum = z;
  for (int i = 3; i < 60; i += 2) sum += term *= z * z / i;
  return density(z) * sum;
}

}  // namespace

double normal_quantile(double u) {
  const double q = u - 0.5;
  if (std::abs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q * polynomial(middle_over, r) / polynomial(middle_under, r);
  }
  if (u <= 0 || u >= 1) return std::copysign(std::numeric_limits<double>::infinity(), q);
  const double r = std::sqrt(-log(q < 0 ? u : 1 - u));
  const double size = r <= 5 ? polynomial(tail_over, r - 1.6) / polynomial(tail_under, r - 1.6)
                             : polynomial(far_over, r - 5) / polynomial(far_under, r - 5);
  return q < 0 ? -size : size;
}

double normal_share(double z) {
  if (std::abs(z) < 1.5) return 0.5 + share_from_middle(z);
  if (std::abs(z) > 40) return z < 0 ? 0 : 1;  // the density itself is 0 there
  return z < 0 ? share_above(-z) : 1 - share_above(z);
}

}  // namespace poldyn
