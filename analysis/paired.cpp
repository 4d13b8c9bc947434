#include "analysis/paired.h"

#include <algorithm>
#include <cmath>

namespace poldyn::analysis {
namespace {

double over(double x, double y) { return y == 0 ? no_value : x / y; }

double reduction(const Pairs& pairs) {
  const double apart = pairs.a.sd * pairs.a.sd + pairs.b.sd * pairs.b.sd;
  const double together = pairs.difference.estimate.sd * pairs.difference.estimate.sd;
  if (std::isnan(apart) || (apart == 0 && together == 0)) return no_value;
  return together == 0 ? std::numeric_limits<double>::infinity() : apart / together;
}

}  // namespace

double share_of_sign(std::span<const double> values, double way) {
  if (values.empty() || way == 0 || std::isnan(way)) return no_value;
  // Signs are compared, not multiplied: a product may vanish.
  const auto alike = std::count_if(values.begin(), values.end(), [&](double x) { return way > 0 ? x > 0 : x < 0; });
  return static_cast<double>(alike) / static_cast<double>(values.size());
}

std::vector<double> differences(std::span<const double> a, std::span<const double> b) {
  std::vector<double> made;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    if (!std::isnan(b[i] - a[i])) made.push_back(difference_of(a[i], b[i]));
  return made;
}

Pairs compare_pairs(std::span<const double> a, std::span<const double> b, double level, const Resampler& resampler) {
  std::vector<double> of_a, of_b;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (std::isnan(b[i] - a[i])) continue;
    of_a.push_back(a[i]);
    of_b.push_back(b[i]);
  }
  const std::vector<double> by_pair = differences(of_a, of_b);
  Pairs made;
  made.a = estimate(of_a, level);
  made.b = estimate(of_b, level);
  made.difference = paired_difference(of_a, of_b, level);
  const Estimate& difference = made.difference.estimate;
  made.any_look = at_any_look(difference, level);
  made.any_look_p = sequence_p(difference);
  if (resampler) made.bca = bca_of_mean(by_pair, level, resampler);
  made.relative = over(difference.mean, std::abs(made.a.mean));
  made.effect_paired = over(difference.mean, difference.sd);
  made.cohen_d = over(difference.mean, std::sqrt((made.a.sd * made.a.sd + made.b.sd * made.b.sd) / 2));
  made.sign_share = share_of_sign(by_pair, difference.mean);
  made.variance_reduction = reduction(made);
  return made;
}

}  // namespace poldyn::analysis
