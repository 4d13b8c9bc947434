#include <cmath>
#include <limits>

#include "sim/base/angle.h"
#include "sim/base/elementary.h"

namespace poldyn {
namespace {

/// sin(x.hi + x.lo) for |x| <= pi/4: Taylor's series to x^19, x.lo entering by the derivative.
double near_sin(DoubleDouble x) {
  const double r = x.hi, z = r * r, w = z * z;
  const double low = -1.0 / 6 + z * (1.0 / 120) + w * (-1.0 / 5040 + z * (1.0 / 362880));
  const double high =
      -1.0 / 39916800 + z * (1.0 / 6227020800) + w * (-1.0 / 1307674368000 + z * (1.0 / 355687428096000));
  return r + (x.lo * (1 - 0.5 * z) + r * z * (low + w * w * high));
}

/// cos(x.hi + x.lo) for |x| <= pi/4. The square of the upper half of x is exact.
double near_cos(DoubleDouble x) {
  const double r = x.hi, z = r * r, w = z * z;
  const double upper = shortened(r, 27), lower = r - upper;
  const double half = 0.5 * upper * upper, most = 1 - half;
  const double low = 1.0 / 24 + z * (-1.0 / 720) + w * (1.0 / 40320 + z * (-1.0 / 3628800));
  const double high =
      1.0 / 479001600 + z * (-1.0 / 87178291200) + w * (1.0 / 20922789888000 - z * (1.0 / 6402373705728000));
  const double rest = ((1 - most) - half) - 0.5 * lower * (r + upper) - r * x.lo;
  return most + (rest + w * (low + w * w * high));
}

bool is_finite(double x) { return std::abs(x) < std::numeric_limits<double>::infinity(); }

Angle angle_of(double x) { return std::abs(x) <= 0.785 ? Angle{0, {x, 0}} : reduced_angle(x); }

}  // namespace

double sin(double x) {
  if (!is_finite(x)) return x - x;
  if (std::abs(x) < 0x1p-27) return x;
  const Angle a = angle_of(x);
  const double size = a.quadrant % 2 == 0 ? near_sin(a.rest) : near_cos(a.rest);
  return a.quadrant < 2 ? size : -size;
}

double cos(double x) {
  if (!is_finite(x)) return x - x;
  const Angle a = angle_of(x);
  const double size = a.quadrant % 2 == 0 ? near_cos(a.rest) : near_sin(a.rest);
  return a.quadrant == 0 || a.quadrant == 3 ? size : -size;
}

double tan(double x) {
  if (!is_finite(x)) return x - x;
  if (std::abs(x) < 0x1p-27) return x;
  const Angle a = angle_of(x);
  const DoubleDouble sine = precise_sin(a.rest), cosine = precise_cos(a.rest);
  return (a.quadrant % 2 == 0 ? sine / cosine : -(cosine / sine)).value();
}

}  // namespace poldyn
