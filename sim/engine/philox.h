#pragma once

#include <array>
#include <cstdint>
#include <utility>

namespace poldyn {

/// Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", SC'11): a bijection
/// of 128-bit counters for each 64-bit key. Random access, no state, and passes TestU01's BigCrush.
struct Philox {
  using Counter = std::array<std::uint32_t, 4>;
  using Key = std::array<std::uint32_t, 2>;

  static constexpr Counter block(Counter x, Key k) {
    return rounds(x, k, std::make_integer_sequence<std::uint32_t, 10>{});
  }

 private:
  /// Written out and not in a loop, which takes half as long again: the keys of all rounds are found beside the chain
  /// of products that everything waits for.
  template <std::uint32_t... round>
  static constexpr Counter rounds(Counter x, Key k, std::integer_sequence<std::uint32_t, round...>) {
    // Golden ratio and sqrt(3) - 1: the Weyl steps of the paper.
    ((x = mixed(x, k[0] + round * 0x9E3779B9U, k[1] + round * 0xBB67AE85U)), ...);
    return x;
  }

  static constexpr Counter mixed(Counter x, std::uint32_t k0, std::uint32_t k1) {
    const std::uint64_t p0 = std::uint64_t{0xD2511F53U} * x[0];
    const std::uint64_t p1 = std::uint64_t{0xCD9E8D57U} * x[2];
    return {static_cast<std::uint32_t>(p1 >> 32) ^ x[1] ^ k0, static_cast<std::uint32_t>(p1),
            static_cast<std::uint32_t>(p0 >> 32) ^ x[3] ^ k1, static_cast<std::uint32_t>(p0)};
  }
};

}  // namespace poldyn
