#include "analysis/span_means.h"

#include <algorithm>
#include <cmath>

namespace poldyn::analysis {
namespace {

/// Length of the part of the span that each sample stands for; 0 outside.
std::vector<double> weights_in(const std::vector<double>& times, Span span) {
  std::vector<double> weights(times.size(), 0.0);
  double before = 0;
  for (std::size_t t = 0; t < times.size(); ++t) {
    if (times[t] > span.from && times[t] <= span.to) weights[t] = times[t] - std::max(before, span.from);
    before = times[t];
  }
  return weights;
}

}  // namespace

std::vector<double> span_means(const std::vector<double>& values, const std::vector<double>& times, std::size_t extent,
                               Span span) {
  const std::size_t length = times.size() * extent;
  if (length == 0) return {};
  const std::vector<double> weights = weights_in(times, span);
  std::vector<double> made;
  for (std::size_t begin = 0; begin + length <= values.size(); begin += length)
    for (std::size_t x = 0; x < extent; ++x) {
      double sum = 0, weight = 0;
      for (std::size_t t = 0; t < times.size(); ++t)
        if (const double value = values[begin + t * extent + x]; weights[t] > 0 && !std::isnan(value))
          sum += weights[t] * value, weight += weights[t];
      made.push_back(weight > 0 ? sum / weight : std::numeric_limits<double>::quiet_NaN());
    }
  return made;
}

bool has_samples(const std::vector<double>& times, Span span) {
  return std::any_of(times.begin(), times.end(), [&](double at) { return at > span.from && at <= span.to; });
}

}  // namespace poldyn::analysis
