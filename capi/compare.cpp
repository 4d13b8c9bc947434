#include <vector>

#include "analysis/sequence.h"
#include "capi/guard.h"

namespace {

using namespace poldyn::analysis;

/// Means over the pairs that have both values.
struct Means {
  double a = 0, b = 0;
};
Means means(const double* a, const double* b, std::size_t n) {
  Means sum;
  double pairs = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (a[i] != a[i] || b[i] != b[i]) continue;
    sum.a += a[i];
    sum.b += b[i];
    ++pairs;
  }
  return {sum.a / pairs, sum.b / pairs};
}

}  // namespace

int poldyn_compare(const double* a, const double* b, size_t n, double level, poldyn_difference* difference) {
  using poldyn::capi::fail;
  return poldyn::capi::guarded([&]() -> int {
    if (n > 0 && (a == nullptr || b == nullptr)) return fail(POLDYN_USAGE, "no values were handed over");
    if (difference == nullptr) return fail(POLDYN_USAGE, "there is no place for the difference");
    if (!(level > 0 && level < 1)) return fail(POLDYN_USAGE, "level must lie between 0 and 1, as 0.95");
    const Estimate made = at_any_look(paired_difference({a, n}, {b, n}, level).estimate, level);
    const Means of = means(a, b, n);
    *difference = {made.n, of.a, of.b, made.mean, made.sd, made.half_width, sequence_p(made)};
    return POLDYN_OK;
  });
}
