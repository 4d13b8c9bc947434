#include <cmath>

#include "sim/base/elementary.h"
#include "sim/base/exp_kernel.h"
#include "sim/base/non_finite.h"

namespace poldyn {
namespace {

/// Where the result, or its scale, may leave the normal range.
double exp_at_the_ends(double x) {
  if (x != x) return x;
  if (x > 710) return infinity;
  if (x < -746) return 0;
  return exp_kernel::parts(x).scaled_value();
}

/// x + x^2/2! + ... + x^10/10!: for |x| < 2^-5 what is left out is below 2^-70 of it.
double expm1_near_zero(double x) {
  const double x2 = x * x, x4 = x2 * x2;
  const double low = 1.0 / 2 + x * (1.0 / 6) + x2 * (1.0 / 24 + x * (1.0 / 120));
  const double high = 1.0 / 720 + x * (1.0 / 5040) + x2 * (1.0 / 40320 + x * (1.0 / 362880) + x2 * (1.0 / 3628800));
  return x + x2 * (low + x4 * high);
}

}  // namespace

double exp(double x) {
  if (!(std::abs(x) < 708)) return exp_at_the_ends(x);
  const exp_kernel::Parts e = exp_kernel::parts(x);
  return e.scale + e.scale * e.rest;
}

double exp2(double x) {
  using namespace exp_kernel;
  if (!(std::abs(x) < 1080)) return x != x ? x : x > 0 ? infinity : 0;
  const double to_cell = to_integer / cells, shifted = x + to_cell;
  const double r = x - (shifted - to_cell);  // exact, within 1/256
  const auto n = std::bit_cast<std::int64_t>(shifted) - std::bit_cast<std::int64_t>(to_cell);
  const Power& power = table[static_cast<std::size_t>(n & (cells - 1))];
  constexpr double l = ln2.hi;
  const double r2 = r * r;
  const double rest = (power.tail + r * l) + r2 * (l * l / 2 + r * (l * l * l / 6)) +
                      r2 * r2 * (l * l * l * l / 24 + r * (l * l * l * l * l / 120));
  const Parts e{std::bit_cast<double>(power.bits + (static_cast<std::uint64_t>(n) << 45)), rest, n};
  return std::abs(x) < 1021 ? e.scale + e.scale * e.rest : e.scaled_value();
}

double expm1(double x) {
  if (std::abs(x) < 0x1p-5) return std::abs(x) < 0x1p-54 ? x : expm1_near_zero(x);
  if (!(x < 700)) return exp(x);
  if (x < -40) return -1;
  const exp_kernel::Parts e = exp_kernel::parts(x);
  const DoubleDouble less_one = exact_sum(e.scale, -1);
  return less_one.hi + (less_one.lo + e.scale * e.rest);
}

}  // namespace poldyn
