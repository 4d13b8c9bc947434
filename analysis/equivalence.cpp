#include "analysis/equivalence.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/sequence.h"

namespace poldyn::analysis {
namespace {

std::vector<double> scaled(std::span<const double> values, double factor) {
  std::vector<double> made;
  for (const double x : values) made.push_back(factor * x);
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

}  // namespace

double equivalence_p(std::span<const double> a, std::span<const double> b, double margin, Sampling sampling) {
  // Pairs decide by what both have, as the difference does.
  std::vector<double> of_a(a.begin(), a.end()), of_b(b.begin(), b.end());
  if (sampling != Sampling::independent) {
    of_a.resize(std::min(a.size(), b.size()));
    for (std::size_t i = 0; i < of_a.size(); ++i)
      if (std::isnan(b[i])) of_a[i] = no_value;
  }
  const double mean = estimate(of_a).mean;
  if (std::isnan(mean) || mean == 0) return no_value;
  const double up = 1 + (mean > 0 ? margin : -margin), down = 1 - (mean > 0 ? margin : -margin);
  const double below = one_sided_p(scaled(of_a, up), of_b, -1, sampling);
  const double above = one_sided_p(scaled(of_a, down), of_b, 1, sampling);
  if (std::isnan(below) || std::isnan(above)) return no_value;
  return std::max(below, above);
}

}  // namespace poldyn::analysis
