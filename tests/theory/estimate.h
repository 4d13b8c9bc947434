#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/engine/stream.h"

namespace poldyn::theory {

struct Estimate {
  double mean = 0;
  double standard_error = 0;
};

/// Mean of independent values and its standard error.
inline Estimate estimate(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (const double value : values) sum += value;
  for (const double value : values) squares += (value - sum / n) * (value - sum / n);
  return {sum / n, std::sqrt(squares / (n - 1) / n)};
}

/// Variance of independent values and its standard error, by the mean and spread of squared deviations.
inline Estimate variance(const std::vector<double>& values) {
  const double mean = estimate(values).mean;
  const auto n = static_cast<double>(values.size());
  std::vector<double> squares;
  for (const double value : values) squares.push_back((value - mean) * (value - mean) * n / (n - 1));
  return estimate(squares);
}

/// A seed of its own for each study, so that no two z-scores come from the same numbers: FNV-1a of its name.
constexpr std::uint64_t seed_of(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

/// Estimates of K quantities from `runs` independent replicates; `study` is called with a RunKey and returns K doubles.
template <std::size_t K, class Study>
std::array<Estimate, K> replicate(std::string_view name, std::uint32_t runs, Study&& study) {
  std::array<std::vector<double>, K> values;
  for (std::uint32_t r = 0; r < runs; ++r) {
    const std::array<double, K> found = study(RunKey{seed_of(name), r});
    for (std::size_t k = 0; k < K; ++k) values[k].push_back(found[k]);
  }
  std::array<Estimate, K> estimates;
  for (std::size_t k = 0; k < K; ++k) estimates[k] = estimate(values[k]);
  return estimates;
}

/// Compares an estimate with a row of data/reference_cases.csv and prints both with their z-score. Fails if |z| > 4, or
/// if the band of four standard errors is so wide that a relative error of `detects` could hide in it.
void agrees(std::string_view id, const Estimate& found, double detects, std::string_view variant = "");

/// The same for a value that is not in the table.
void agrees_with(std::string_view name, double expected, const Estimate& found, double detects);

}  // namespace poldyn::theory
