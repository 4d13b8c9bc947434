#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sim/results/results_reader.h"

namespace poldyn::analysis {

/// A text that is no measure, or one that a file cannot answer. `at` is the place in the text, from 0.
class MeasureFault : public std::runtime_error {
 public:
  MeasureFault(std::size_t at, const std::string& message) : std::runtime_error(message), at_(at) {}
  std::size_t at() const { return at_; }

 private:
  std::size_t at_;
};

/// A number that is computed from the results of one run, written as arithmetic over its metrics:
///
///     totals/procurement/winner_integrator_share@north
///     metrics/fragmentation/registered@north:168        the last sample at or before day 168
///     metrics/iteration/delay_by_cause[review]@north:700
///     1 - totals/a/b@north / totals/a/b@south           + - * / and parentheses; log10(x), min(x, y), max(x, y)
///
/// A quotient by zero and a value that does not exist are NaN.
class Measure {
 public:
  /// Throws MeasureFault if the text does not parse.
  explicit Measure(std::string_view text);
  Measure(Measure&&) noexcept;
  ~Measure();

  /// By replicate of the file's first point; NaN for a failed run. Throws MeasureFault if the file has no such metric,
  /// bloc, label or day.
  std::vector<double> values(const results::Reader& file) const;
  /// The same for every point of the file: by point, then replicate.
  std::vector<double> values_at_all(const results::Reader& file) const;
  /// Metrics that it reads, each once.
  std::vector<std::string> paths() const;

  struct Node;

 private:
  std::unique_ptr<Node> root_;
};

}  // namespace poldyn::analysis
