#pragma once

#include <cstddef>
#include <limits>
#include <vector>

namespace poldyn::analysis {

/// Part of a run in days since its start: what lies after `from`, up to and with `to`.
struct Span {
  double from = 0;
  double to = std::numeric_limits<double>::infinity();
  friend bool operator==(const Span&, const Span&) = default;
};

/// Means of sampled series over a span: `values` is (series, time, extra), the last fastest, and the result (series,
/// extra). A sample stands for the time that ends with it, from the sample before or the span's begin on, and is
/// weighted with that. Samples without a value do not count; NaN where none is left.
std::vector<double> span_means(const std::vector<double>& values, const std::vector<double>& times, std::size_t extent,
                               Span span);

/// Whether any sample lies in the span.
bool has_samples(const std::vector<double>& times, Span span);

}  // namespace poldyn::analysis
