#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/base/elementary.h"
#include "sim/base/exp_kernel.h"
#include "sim/base/log_kernel.h"
#include "sim/base/non_finite.h"

namespace poldyn {
namespace {

bool is_whole(double y) { return std::abs(y) >= 0x1p52 || static_cast<double>(static_cast<std::int64_t>(y)) == y; }
bool is_odd(double y) { return std::abs(y) < 0x1p53 && is_whole(y) && static_cast<std::int64_t>(y) % 2 != 0; }

/// x^y where x or y is zero, infinite or NaN, or the result is 1 whatever the other is: IEEE 754-2019, 9.2.1.
double pow_of_the_odd(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (x != x || y != y) return x + y;
  const double size = std::abs(x);
  if (std::isinf(y)) return size == 1 ? 1 : (size > 1) == (y > 0) ? infinity : 0;
  const double of_size = (size == 0) == (y < 0) ? infinity : 0;  // x is 0 or infinite
  return is_odd(y) ? std::copysign(of_size, x) : of_size;
}

/// x^y for finite x > 0 and finite y: exp(y log(x)) with both in double-double, after Gal & Bachelis (1991) and Tang.
double pow_of_positive(double x, double y) {
  const bool subnormal = x < std::numeric_limits<double>::min();
  const DoubleDouble log = subnormal ? log_kernel::precise_log(x * 0x1p54, 54) : log_kernel::precise_log(x);
  const double about = y * log.hi;
  if (!(std::abs(about) < 708)) {
    if (about > 710) return infinity;
    if (about < -746) return 0;
  }
  if (std::abs(about) < 0x1p-60) return 1;  // from here on |y| < 2^63, as |log(x)| >= 2^-53
  DoubleDouble exponent = exact_product(y, log.hi);
  exponent.lo += y * log.lo;
  const exp_kernel::Parts e = exp_kernel::parts(exponent.hi, exponent.lo);
  return std::abs(about) < 707 ? e.scale + e.scale * e.rest : e.scaled_value();
}

}  // namespace

double pow(double x, double y) {
  if (x > 0 && x < infinity && std::abs(y) < infinity) return pow_of_positive(x, y);
  if (x == 0 || !(std::abs(x) < infinity) || !(std::abs(y) < infinity) || y == 0) return pow_of_the_odd(x, y);
  if (!is_whole(y)) return not_a_number;
  const double of_size = pow_of_positive(-x, y);
  return is_odd(y) ? -of_size : of_size;
}

}  // namespace poldyn
