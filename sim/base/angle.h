#pragma once

#include "sim/base/double_double.h"

namespace poldyn {

/// x = quadrant pi/2 + rest (modulo 2 pi), |rest| <= pi/4 but for rounding, quadrant in 0..3.
struct Angle {
  unsigned quadrant;
  DoubleDouble rest;  ///< good to 2^-65 of itself, however near x is to a multiple of pi/2
};

/// Precondition: x is finite. Below 2^20 by subtraction in four parts (Cody & Waite 1980), beyond from the digits of
/// 2/pi that matter (Payne & Hanek 1983, "Radian reduction for trigonometric functions").
Angle reduced_angle(double x);

/// Sine and cosine of |x| <= pi/4 good to 2^-60, by Taylor's series.
DoubleDouble precise_sin(DoubleDouble x);
DoubleDouble precise_cos(DoubleDouble x);

}  // namespace poldyn
