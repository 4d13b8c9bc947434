#pragma once

#include <bit>
#include <cfloat>
#include <cstdint>

// What the error terms below rest on: every operation is rounded once, to double, to nearest.
static_assert(FLT_EVAL_METHOD == 0, "poldyn needs plain double arithmetic, not that of the x87");
#ifdef __FAST_MATH__
#error "poldyn needs IEEE arithmetic: build without -ffast-math"
#endif

namespace poldyn {

/// The unevaluated sum hi + lo with |lo| <= ulp(hi) / 2: about 106 bits. Dekker (1971), "A floating-point technique for
/// extending the available precision"; the names are Shewchuk's (1997). For magnitudes between 1e-140 and 1e140.
struct DoubleDouble {
  double hi = 0, lo = 0;

  constexpr double value() const { return hi + lo; }
};

/// a + b, exactly. Precondition: a is 0 or |a| >= |b|.
constexpr DoubleDouble quick_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

/// a + b, exactly (Knuth).
constexpr DoubleDouble exact_sum(double a, double b) {
  const double sum = a + b;
  const double from_b = sum - a;
  return {sum, (a - (sum - from_b)) + (b - from_b)};
}

/// `x` with the last `bits` of its significand cleared.
constexpr double shortened(double x, int bits) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) & (~std::uint64_t{0} << bits));
}

/// a * b, exactly up to 2^-106: the upper halves have 26 bits, so that three of the four partial products are exact.
constexpr DoubleDouble exact_product(double a, double b) {
  const double upper_a = shortened(a, 27), lower_a = a - upper_a;
  const double upper_b = shortened(b, 27), lower_b = b - upper_b;
  const double product = a * b;
  return {product, ((upper_a * upper_b - product) + upper_a * lower_b + lower_a * upper_b) + lower_a * lower_b};
}

constexpr DoubleDouble operator-(DoubleDouble a) { return {-a.hi, -a.lo}; }

constexpr DoubleDouble operator+(DoubleDouble a, double b) {
  const DoubleDouble sum = exact_sum(a.hi, b);
  return quick_sum(sum.hi, sum.lo + a.lo);
}

constexpr DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble upper = exact_sum(a.hi, b.hi), lower = exact_sum(a.lo, b.lo);
  const DoubleDouble sum = quick_sum(upper.hi, upper.lo + lower.hi);
  return quick_sum(sum.hi, sum.lo + lower.lo);
}

constexpr DoubleDouble operator*(DoubleDouble a, double b) {
  const DoubleDouble product = exact_product(a.hi, b);
  return quick_sum(product.hi, product.lo + a.lo * b);
}

constexpr DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble product = exact_product(a.hi, b.hi);
  return quick_sum(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi));
}

constexpr DoubleDouble operator/(DoubleDouble a, DoubleDouble b) {
  const double first = a.hi / b.hi;
  const DoubleDouble rest = a + -(b * first);
  const double second = rest.hi / b.hi;
  const DoubleDouble rest2 = rest + -(b * second);
  return quick_sum(first, second) + rest2.hi / b.hi;
}

constexpr DoubleDouble operator/(DoubleDouble a, double b) { return a / DoubleDouble{b, 0}; }

/// 2 artanh(1 / n) = log((n + 1) / (n - 1)), by its Taylor series. Precondition: n >= 3.
constexpr DoubleDouble twice_artanh_of_inverse(double n) {
  const DoubleDouble inverse = DoubleDouble{1, 0} / n, square = inverse * inverse;
  DoubleDouble power = inverse * 2, sum = power;
  for (int i = 3; power.hi > sum.hi * 0x1p-110; i += 2) {
    power = power * square;
    sum = sum + power / i;
  }
  return sum;
}

inline constexpr DoubleDouble ln2 = twice_artanh_of_inverse(3);
inline constexpr DoubleDouble ln10 = ln2 * 3 + twice_artanh_of_inverse(9);  // 10 = 8 x 10/8
inline constexpr DoubleDouble pi{0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53};

/// y 2^k, rounded once however small it is. Precondition: |y| in [1/2, 4), |k| <= 2000.
constexpr double scaled(double y, int k) {
  const auto power = [](int e) { return std::bit_cast<double>(static_cast<std::uint64_t>(1023 + e) << 52); };
  return y * power(k / 2) * power(k - k / 2);
}

}  // namespace poldyn
