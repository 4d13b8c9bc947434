#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "sim/base/double_double.h"

/// log by table: Tang (1990), "Table-driven implementation of the logarithm function in IEEE floating-point
/// arithmetic", with reciprocals g of few bits in place of his division, so that r = m g - 1 is found without error. x
/// = 2^k m, and log(x) = k log(2) - log(g) + log(1 + r), |r| < 2^-7.
namespace poldyn::log_kernel {

inline constexpr std::size_t cells = 128;      // of m in [1, 2]; each reaches half a cell to both sides
inline constexpr double grid = 512;            // g is a whole number of these parts
inline constexpr std::size_t last_below = 53;  // m above sqrt(2) counts as m/2, so that k log(2) never cancels -log(g)
inline constexpr double to_grid = 0x1.8p52 * 0x1p-42;

/// -log(g), or -log(2 g) in the cells above sqrt(2): hi is a multiple of 2^-42, so that its sum with k log(2) is exact.
struct Cell {
  double reciprocal = 0, hi = 0, lo = 0;
};

constexpr DoubleDouble on_grid(DoubleDouble x) {
  const double hi = (x.hi + to_grid) - to_grid;
  return {hi, (x.hi - hi) + x.lo};
}

/// log(256 / g) for g = 256 .. 512, from step to step: log((g + 1) / g) = 2 artanh(1 / (2 g + 1)).
constexpr std::array<Cell, cells + 1> made_cells() {
  std::array<DoubleDouble, 257> log_of{};  // log(1 + i / 256)
  for (std::size_t i = 0; i < 256; ++i)
    log_of[i + 1] = log_of[i] + twice_artanh_of_inverse(static_cast<double>(2 * (256 + i) + 1));
  std::array<Cell, cells + 1> made{};
  for (std::size_t j = 0; j <= cells; ++j) {
    const auto g = static_cast<std::size_t>(grid * cells / static_cast<double>(cells + j) + 0.5);
    const DoubleDouble log = -log_of[g - 256];  // -log(2 g)
    const DoubleDouble kept = on_grid(j > last_below ? log : log + log_of[256]);
    made[j] = {static_cast<double>(g) / grid, kept.hi, kept.lo};
  }
  made[0].hi = made[0].lo = 0;  // log(512/256) - log(2), which is 0 but for rounding
  return made;
}

inline constexpr std::array<Cell, cells + 1> table = made_cells();
inline constexpr DoubleDouble ln2_on_grid = on_grid(ln2);

/// r = upper + lower, exactly; upper has 26 bits, so that its square is exact.
struct Reduced {
  double k, upper, lower;
  const Cell& cell;
};

/// Precondition: x is positive, finite and normal. `less` is taken from the exponent.
inline Reduced reduced(double x, int less = 0) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const std::size_t j = static_cast<std::size_t>((bits >> 44 & 0xFF) + 1) >> 1;
  const int k = static_cast<int>(bits >> 52) - 1023 - less + (j > last_below ? 1 : 0);
  const std::uint64_t m_bits = (bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000;
  // To nearest: just below 2 a part cut off would leave an `upper` that is far larger than r.
  const double m = std::bit_cast<double>(m_bits), upper = shortened(std::bit_cast<double>(m_bits + (1 << 27)), 28);
  const Cell& cell = table[j];
  return {static_cast<double>(k), upper * cell.reciprocal - 1, (m - upper) * cell.reciprocal, cell};
}

/// log(x) + further as an unevaluated sum, good to 2^-61 of itself.
inline DoubleDouble log_sum(double x, int less = 0, double further = 0) {
  const Reduced a = reduced(x, less);
  const double r = a.upper + a.lower, r2 = r * r;
  const double base = a.k * ln2_on_grid.hi + a.cell.hi, sum = base + r;
  const double lost = (base - sum) + r + ((a.upper - r) + a.lower);
  const double low = a.k * ln2_on_grid.lo + a.cell.lo + (lost + further);
  const double tail = (1.0 / 3 - r * (1.0 / 4)) + r2 * ((1.0 / 5 - r * (1.0 / 6)) + r2 * (1.0 / 7 - r * (1.0 / 8)));
  return {sum, low + r2 * (r * tail - 0.5)};
}

/// log(x) good to 2^-67 of itself, for pow and tgamma, which multiply the error by up to 2^10.
inline DoubleDouble precise_log(double x, int less = 0) {
  const Reduced a = reduced(x, less);
  const double r = a.upper + a.lower, r2 = r * r;
  const double base = a.k * ln2_on_grid.hi + a.cell.hi, sum = base + r;
  const double lost = (base - sum) + r + ((a.upper - r) + a.lower);
  const double half_square = 0.5 * a.upper * a.upper, less_square = sum - half_square;  // exact, then rounded
  const double lost2 = (sum - less_square) - half_square - a.lower * (a.upper + 0.5 * a.lower);
  const double tail =
      (1.0 / 3 - r * (1.0 / 4)) + r2 * ((1.0 / 5 - r * (1.0 / 6)) + r2 * ((1.0 / 7 - r * (1.0 / 8)) + r2 * (1.0 / 9)));
  return quick_sum(less_square, a.k * ln2_on_grid.lo + a.cell.lo + (lost + lost2 + r2 * r * tail));
}

}  // namespace poldyn::log_kernel
