#pragma once

#include <array>

#include "tests/theory/estimate.h"
#include "tests/theory/lab.h"

namespace poldyn::theory {

/// Estimates of some of a Flow's numbers at one office.
template <std::size_t K>
std::array<Estimate, K> flows(std::string_view name, const Scenario& lab, std::uint32_t runs,
                              const std::array<double Flow::*, K>& quantities, std::size_t office = 0) {
  return replicate<K>(name, runs, [&](RunKey key) {
    const Flow flow = flow_of(finished(lab, key), office);
    std::array<double, K> values;
    for (std::size_t k = 0; k < K; ++k) values[k] = flow.*quantities[k];
    return values;
  });
}

inline Estimate flow(std::string_view name, const Scenario& lab, std::uint32_t runs, double Flow::*quantity,
                     std::size_t office = 0) {
  return flows<1>(name, lab, runs, {quantity}, office)[0];
}

}  // namespace poldyn::theory
