#include <cmath>

#include "sim/base/angle.h"
#include "sim/base/elementary.h"
#include "sim/base/exp_kernel.h"
#include "sim/base/log_kernel.h"
#include "sim/base/non_finite.h"

namespace poldyn {
namespace {

constexpr double stirling_from = 16;  // the series below is then good to 2^-65

constexpr DoubleDouble half_log_of_two_pi{0x1.d67f1c864beb5p-1, -0x1.65b5a1b7ff5dfp-55};

/// log Gamma(z) by Stirling's series (Whittaker & Watson 12.33). Precondition: z.hi >= stirling_from.
DoubleDouble log_gamma(DoubleDouble z) {
  DoubleDouble log = log_kernel::precise_log(z.hi);
  log = log + z.lo / z.hi;
  const double v = 1 / z.hi, v2 = v * v;
  const double series =
      v * (1.0 / 12 -
           v2 * (1.0 / 360 -
                 v2 * (1.0 / 1260 -
                       v2 * (1.0 / 1680 -
                             v2 * (1.0 / 1188 - v2 * (691.0 / 360360 - v2 * (1.0 / 156 - v2 * (3617.0 / 122400))))))));
  return (z + -0.5) * log + -z + half_log_of_two_pi + series;
}

/// value 2^k: what exceeds the range of a double on the way to a result that does not.
struct Wide {
  DoubleDouble value;
  int k;
};

Wide wide_exp(DoubleDouble x) {
  const exp_kernel::Parts e = exp_kernel::parts(x.hi, x.lo);
  const int k = static_cast<int>(e.n >> 7);
  const double mantissa =
      std::bit_cast<double>(std::bit_cast<std::uint64_t>(e.scale) - (static_cast<std::uint64_t>(k) << 52));
  return {quick_sum(mantissa, mantissa * e.rest), k};
}

double narrow(Wide x) {  // brings the value near 1 first, as scaled() asks
  const double size = x.value.value();
  const int shift = std::ilogb(size);
  return scaled(std::ldexp(size, -shift), x.k + shift);
}

/// x (x + 1) ... up to the first that Stirling's series takes, which is left in x.
DoubleDouble steps_up(DoubleDouble& x) {
  DoubleDouble product{1, 0};
  for (; x.hi < stirling_from; x = x + 1) product = product * x;
  return product;
}

/// Euler's reflection: Gamma(x) = pi / (sin(pi x) Gamma(1 - x)). x is no whole number.
double reflected(double x) {
  const double nearest = std::floor(x + 0.5), part = x - nearest;
  DoubleDouble one_less = exact_sum(1, -x);
  const DoubleDouble product = steps_up(one_less);
  const bool odd = std::fmod(nearest, 2) != 0;
  const DoubleDouble angle = pi * std::abs(part);
  const DoubleDouble sine = std::abs(part) <= 0.25 ? precise_sin(angle) : precise_cos(pi * (0.5 - std::abs(part)));
  const Wide inverse = wide_exp(-log_gamma(one_less));
  const double size = narrow({pi * product / sine * inverse.value, inverse.k});
  return odd == (part > 0) ? -size : size;
}

}  // namespace

double tgamma(double x) {
  if (std::abs(x) < 0x1p-60) return 1 / x;  // 1/x - 0.577...: also at both zeros
  if (x != x || x == infinity) return x;
  const bool whole = std::floor(x) == x;
  if (x < 0 && whole) return not_a_number;
  if (x > 172) return infinity;
  if (x < -186) return std::fmod(std::floor(x), 2) == 0 ? 0.0 : -0.0;
  if (x < 0) return reflected(x);
  DoubleDouble z{x, 0};
  const DoubleDouble product = steps_up(z);
  const Wide power = wide_exp(log_gamma(z));
  return narrow({power.value / product, power.k});
}

}  // namespace poldyn
