#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "sim/base/double_double.h"

/// exp by table: Tang (1989), "Table-driven implementation of the exponential function in IEEE floating-point
/// arithmetic". x = n log(2)/128 + r with |r| <= log(2)/256, and exp(x) = 2^(n/128) exp(r).
namespace poldyn::exp_kernel {

inline constexpr int cells = 128;

/// 2^(j/128) = value (1 + tail). The value's bits are stored less j 2^45, so that adding n 2^45 gives 2^(n/128).
struct Power {
  std::uint64_t bits = 0;
  double tail = 0;
};

constexpr DoubleDouble exp_of_log2_times(double share) {  // 2^share for 0 <= share <= 1, by Taylor's series
  const DoubleDouble x = ln2 * share;
  DoubleDouble term{1, 0}, sum = term;
  for (int i = 1; term.hi > 0x1p-110; ++i) {
    term = term * x / i;
    sum = sum + term;
  }
  return sum;
}

constexpr std::array<Power, cells> powers_of_2() {
  std::array<Power, cells> made{};
  const DoubleDouble step = exp_of_log2_times(1.0 / cells);
  DoubleDouble power{1, 0};
  for (std::size_t j = 0; j < cells; ++j) {
    made[j] = {std::bit_cast<std::uint64_t>(power.hi) - (std::uint64_t{j} << 45), power.lo / power.hi};
    power = power * step;
  }
  return made;
}

inline constexpr std::array<Power, cells> table = powers_of_2();

/// exp = scale (1 + rest); n is that of the reduction. The scale is good while n / 128 lies in [-1022, 1023].
struct Parts {
  double scale, rest;
  std::int64_t n;

  /// For any n up to 2000 x 128: the power of two goes in last.
  double scaled_value() const {
    const int k = static_cast<int>(n >> 7);
    const double mantissa =
        std::bit_cast<double>(std::bit_cast<std::uint64_t>(scale) - (static_cast<std::uint64_t>(k) << 52));
    return scaled(mantissa + mantissa * rest, k);
  }
};

inline constexpr double to_integer = 0x1.8p52;  // adding it rounds to a whole number, left in the last bits of the sum
inline constexpr double cells_per_unit = cells / ln2.hi;
inline constexpr double cell_hi = shortened(ln2.hi / cells, 20);  // 33 bits: its product with n is exact
inline constexpr double cell_lo = (ln2.hi / cells - cell_hi) + ln2.lo / cells;

/// exp(x + tail) for |x| < 1400 and a tail that is small beside a cell.
inline Parts parts(double x, double tail = 0) {
  const double shifted = x * cells_per_unit + to_integer, n = shifted - to_integer;
  const double r = (x - n * cell_hi) - n * cell_lo + tail;
  const auto whole = std::bit_cast<std::int64_t>(shifted) - std::bit_cast<std::int64_t>(to_integer);
  const Power& power = table[static_cast<std::size_t>(whole & (cells - 1))];
  const double r2 = r * r;
  const double rest = (power.tail + r) + r2 * (1.0 / 2 + r * (1.0 / 6)) + r2 * r2 * (1.0 / 24 + r * (1.0 / 120));
  return {std::bit_cast<double>(power.bits + (static_cast<std::uint64_t>(whole) << 45)), rest, whole};
}

}  // namespace poldyn::exp_kernel
