#include <cmath>
#include <limits>

#include "sim/base/elementary.h"
#include "sim/base/log_kernel.h"
#include "sim/base/non_finite.h"

namespace poldyn {
namespace {

bool is_ordinary(double x) { return x >= std::numeric_limits<double>::min() && x < infinity; }

/// A logarithm, of any base, of what is not ordinary: zero, the negative, infinity, NaN. Subnormals have a value.
double log_of_the_odd(double x) {
  if (x == 0) return -infinity;
  return x < 0 ? not_a_number : x;
}

/// 1 / log(base), its first part of 26 bits.
struct PerBase {
  double upper, lower;
  constexpr explicit PerBase(DoubleDouble log_of_base)
      : upper(shortened((DoubleDouble{1, 0} / log_of_base).hi, 27)),
        lower((DoubleDouble{1, 0} / log_of_base + -upper).value()) {}
};

double times(DoubleDouble log, PerBase per_base) {
  const double upper = shortened(log.hi, 27), lower = (log.hi - upper) + log.lo;
  return upper * per_base.upper + (upper * per_base.lower + lower * (per_base.upper + per_base.lower));
}

double log_in(PerBase per_base, double x) {
  if (is_ordinary(x)) return times(log_kernel::log_sum(x), per_base);
  if (!(x > 0 && x < infinity)) return log_of_the_odd(x);
  return times(log_kernel::log_sum(x * 0x1p54, 54), per_base);
}

}  // namespace

double log(double x) {
  if (is_ordinary(x)) return log_kernel::log_sum(x).value();
  if (!(x > 0 && x < infinity)) return log_of_the_odd(x);
  return log_kernel::log_sum(x * 0x1p54, 54).value();
}

double log2(double x) {
  static constexpr PerBase per_base(ln2);
  return log_in(per_base, x);
}

double log10(double x) {
  static constexpr PerBase per_base(ln10);
  return log_in(per_base, x);
}

double log1p(double x) {
  if (std::abs(x) < 0x1p-54) return x;
  if (!(x > -1 && x < infinity)) return x == -1 ? -infinity : x < 0 ? not_a_number : x;
  const DoubleDouble sum = exact_sum(1, x);
  return log_kernel::log_sum(sum.hi, 0, sum.lo / sum.hi).value();
}

}  // namespace poldyn
