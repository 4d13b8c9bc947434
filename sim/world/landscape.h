#pragma once

#include <cstdint>
#include <vector>

namespace poldyn {

/// NK landscape (Kauffman 1993, ch. 2): bit i contributes a number that depends on itself and K other bits; fitness is
/// the mean over bits. `contribution` holds, for each bit, 2^(K+1) numbers; `reads` the bits it depends on, itself first.
struct Landscape {
  std::uint32_t bits = 0;
  std::uint32_t epistasis = 0;
  std::vector<std::uint8_t> reads;   ///< (bits, K + 1)
  std::vector<double> contribution;  ///< (bits, 2^(K+1)), on (0, 1)

  /// Fitness on (0, 1); bits of `design` beyond the length are ignored.
  double fitness(std::uint64_t design) const {
    const std::size_t width = epistasis + 1;
    double sum = 0;
    for (std::size_t i = 0; i < bits; ++i) {
      std::size_t state = 0;
      for (std::size_t j = 0; j < width; ++j) state |= ((design >> reads[i * width + j]) & 1U) << j;
      sum += contribution[(i << width) + state];
    }
    return sum / bits;
  }
};

/// The bits that a design of this length may have set.
constexpr std::uint64_t design_mask(std::uint32_t bits) {
  return bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
}

}  // namespace poldyn
