#include "analysis/equivalence.h"

#include <algorithm>
#include <cmath>

#include "analysis/sequence.h"

namespace poldyn::analysis {
namespace {

/// What b is held against: a and the margin above it (`direction` 1) or below it (-1), where a's mean has this sign.
std::vector<double> limits(std::span<const double> a, const Margin& margin, int sign, int direction) {
  std::vector<double> made;
  for (const double x : a)
    made.push_back(margin.relative ? (1 + sign * direction * margin.amount) * x : x + direction * margin.amount);
  return made;
}

/// Of "the mean of b - a is 0, or has the sign that is not `wanted`".
double one_sided_p(std::span<const double> a, std::span<const double> b, int wanted, Sampling sampling) {
  const Difference found = sampling == Sampling::independent ? independent_difference(a, b) : paired_difference(a, b);
  const bool as_wanted = wanted * found.estimate.mean > 0;
  if (sampling == Sampling::pairs_by_look) {
    const double p = sequence_p(found.estimate);
    return std::isnan(p) || as_wanted ? p : 1;  // of a look both signs count: no half
  }
  return as_wanted ? found.p / 2 : 1 - found.p / 2;
}

/// P value of "the mean of a is 0", which it was not seen to be; 0 if a never varies.
double sign_unknown_p(const Estimate& a, std::span<const double> values, Sampling sampling) {
  if (a.sd == 0) return 0;
  if (sampling == Sampling::pairs_by_look) return sequence_p(a);
  return paired_difference(std::vector<double>(values.size(), 0.0), values).p;
}

bool lopsided(std::span<const double> a, std::span<const double> b, Sampling sampling) {
  const auto lacks = [](double x) { return std::isnan(x); };
  if (sampling == Sampling::independent)
    return std::any_of(a.begin(), a.end(), lacks) || std::any_of(b.begin(), b.end(), lacks);
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    if (lacks(a[i]) != lacks(b[i])) return true;
  return false;
}

/// Pairs that have values, if all of them are equal; else 0.
std::size_t equal_pairs(std::span<const double> a, std::span<const double> b) {
  const Estimate difference = paired_difference(a, b).estimate;
  return difference.mean == 0 && difference.without_spread() ? difference.n : 0;
}

}  // namespace

MarginTests margin_tests(std::span<const double> a, std::span<const double> b, const Margin& margin,
                         Sampling sampling) {
  MarginTests made;
  made.lopsided = lopsided(a, b, sampling);
  if (made.lopsided) return made;
  if (sampling != Sampling::independent) a = a.first(std::min(a.size(), b.size())), b = b.first(a.size());
  if (const std::size_t equal = sampling == Sampling::independent ? 0 : equal_pairs(a, b); equal > 0) {
    made.within_p = std::exp2(-static_cast<double>(equal)), made.beyond_p = 1;
    return made;
  }
  const Estimate of_a = estimate(a);
  made.no_share = margin.relative && of_a.mean == 0;
  if (std::isnan(of_a.mean) || made.no_share) return made;
  const int sign = of_a.mean < 0 ? -1 : 1;
  const auto upper = limits(a, margin, sign, 1), lower = limits(a, margin, sign, -1);
  const double unknown = margin.relative ? sign_unknown_p(of_a, a, sampling) : 0;
  const double below_upper = one_sided_p(upper, b, -1, sampling), above_lower = one_sided_p(lower, b, 1, sampling);
  if (std::isnan(below_upper) || std::isnan(above_lower) || std::isnan(unknown)) return made;
  made.within_p = std::max({below_upper, above_lower, unknown});
  const double nearer = std::min(one_sided_p(upper, b, 1, sampling), one_sided_p(lower, b, -1, sampling));
  made.beyond_p = std::max(std::min(1.0, 2 * nearer), unknown);
  return made;
}

}  // namespace poldyn::analysis
