#pragma once

#include "sim/observe/run_result.h"

namespace poldyn::capi {

/// Values of one metric in a run: (bloc, time if it is sampled, place on its axis), the last fastest.
inline std::size_t length_of(const MetricRow& row, const RunShape& shape, bool sampled) {
  return shape.blocs * (sampled ? shape.times : 1) * shape.extent(row.axis);
}

/// Doubles of a run's totals, one metric after the other in the order of total_metrics().
inline std::size_t totals_of(const RunShape& shape) {
  std::size_t sum = 0;
  for (const MetricRow& row : total_metrics()) sum += length_of(row, shape, false);
  return sum;
}
/// The same of its sampled metrics.
inline std::size_t series_of(const RunShape& shape) {
  std::size_t sum = 0;
  for (const MetricRow& row : sampled_metrics()) sum += length_of(row, shape, true);
  return sum;
}

}  // namespace poldyn::capi
