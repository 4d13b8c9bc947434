#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace poldyn {

inline constexpr std::size_t max_bits = 64;

/// NK landscape (Kauffman 1993, ch. 2): bit i contributes a number that depends on itself and K other bits; fitness is
/// the mean over bits.
///
/// Contributions are whole numbers m that stand for (m + 1/2) / 2^32, so a sum of 64 is exact in any order: what a
/// change of one bit adds can be summed by itself, and designs compare the same however their worth was found.
struct Landscape {
  /// A contribution that reads a bit, and the bit of its state where it does.
  struct Reader {
    std::uint8_t contribution = 0;
    std::uint8_t place = 0;
  };

  std::uint32_t bits = 0;
  std::uint32_t epistasis = 0;
  std::vector<std::uint8_t> reads;          ///< (bits, K + 1) bits that a contribution depends on, its own first
  std::vector<std::uint32_t> contribution;  ///< (bits, 2^(K+1)) by the state of the bits read, the first lowest
  std::vector<Reader> readers;              ///< the inverse of `reads`, by bit
  std::vector<std::uint32_t> first_reader;  ///< (bits + 1) in `readers`
  std::vector<std::uint32_t> partial;       ///< (bits / 4, 16, lanes) what four bits of a design add to each state
  std::uint32_t lanes = 0;                  ///< bits, rounded up to a multiple of lane_block

  static constexpr std::uint32_t lane_block = 8;
  using States = std::array<std::uint32_t, max_bits>;

  /// Index into each contribution's table.
  States states_of(std::uint64_t design) const {
    States states;
    const std::uint32_t groups = (bits + 3) / 4;
    for (std::uint32_t lane = 0; lane < lanes; lane += lane_block) {
      std::array<std::uint32_t, lane_block> sum{};  // of fixed length, so that compilers use vectors
      for (std::uint32_t group = 0; group < groups; ++group) {
        const std::uint32_t* part = &partial[(group * 16 + ((design >> 4 * group) & 15U)) * lanes + lane];
        for (std::uint32_t l = 0; l < lane_block; ++l) sum[l] |= part[l];
      }
      for (std::uint32_t l = 0; l < lane_block; ++l) states[lane + l] = sum[l];
    }
    return states;
  }

  std::uint64_t worth_of(const States& states) const {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < bits; ++i) sum += contribution[(i << (epistasis + 1)) + states[i]];
    return sum;
  }

  /// Sum of contributions: what designs are compared by. Bits of `design` beyond the length are ignored.
  std::uint64_t worth(std::uint64_t design) const { return worth_of(states_of(design)); }

  /// Fitness on (0, 1) of that sum; exact but for the division, so a larger worth is a larger fitness.
  double fitness_of(std::uint64_t worth) const { return (static_cast<double>(worth) + 0.5 * bits) * 0x1p-32 / bits; }
  double fitness(std::uint64_t design) const { return fitness_of(worth(design)); }
};

/// The bits that a design of this length may have set.
constexpr std::uint64_t design_mask(std::uint32_t bits) {
  return bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
}

}  // namespace poldyn
