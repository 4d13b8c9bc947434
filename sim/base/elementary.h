#pragma once

namespace poldyn {

/// Elementary functions whose bits follow from IEEE 754 alone: only + - x / in double, in a fixed order, with tables
/// made by the compiler from the same operations. A C library chooses its own by the processor (with or without fused
/// multiply-add) and changes them by release; the kernel may use none of those (docs/decisions/0014-same-bits.md).
///
/// Each is within 1 ulp of the true value for every argument, and returns the infinities, zeros and NaN of C's Annex F.
/// errno and floating-point flags are not promised.
double exp(double x);
double exp2(double x);
double expm1(double x);  ///< exp(x) - 1 without cancellation near 0

double log(double x);
double log2(double x);
double log10(double x);
double log1p(double x);  ///< log(1 + x) without cancellation near 0

double pow(double x, double y);

double sin(double x);
double cos(double x);
double tan(double x);

double tgamma(double x);  ///< the gamma function; NaN at negative integers

}  // namespace poldyn
