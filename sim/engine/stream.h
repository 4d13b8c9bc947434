#pragma once

#include <cstdint>
#include <stdexcept>

#include "sim/base/identity.h"
#include "sim/engine/philox.h"

namespace poldyn {

/// Seed and replicate: what tells one run's randomness from another's.
struct RunKey {
  std::uint64_t seed = 1;
  std::uint32_t replicate = 0;  ///< below 2^24

  /// Key of the streams that belong to something with a name (its identity_of) in this run. A bijection of the seed for
  /// each identity and of the identity for each seed: within a run two identities that differ have keys that differ.
  constexpr RunKey of(std::uint64_t identity) const { return {mix64(seed ^ identity), replicate}; }
};

/// Uniform on (0, 1) from the upper 52 bits of a word, centred in their cell: never an end, so that log(u) and log(1 -
/// u) are finite. With 53 bits the centre is no double from 1/2 on, and the largest would round to 1.
constexpr double to_unit(std::uint64_t word) { return (static_cast<double>(word >> 12) + 0.5) * 0x1p-52; }

/// Random words of one decision, found by who decides what for the how-manieth time, never by when it is asked.
///
/// Each decision has its own stream, so a law that rejects draws does not shift its neighbours, and switching one rule
/// leaves every unrelated draw as it was (common random numbers). The map is injective, so no two streams overlap:
///   key     = seed (64 bits), or one that RunKey::of made of it
///   counter = block (16) | sub (16) || ordinal (32) || entity (32) || replicate (24) | purpose (8)
/// Models UniformRandomBitGenerator over 64-bit words, two to a block. Throws std::length_error after 2^17 words.
class Stream {
 public:
  using result_type = std::uint64_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }

  constexpr Stream(RunKey run, std::uint8_t purpose, std::uint32_t entity, std::uint32_t ordinal, std::uint16_t sub = 0)
      : key_{static_cast<std::uint32_t>(run.seed), static_cast<std::uint32_t>(run.seed >> 32)},
        counter_{static_cast<std::uint32_t>(sub) << 16, ordinal, entity,
                 (run.replicate << 8) | static_cast<std::uint32_t>(purpose)} {}

  constexpr result_type operator()() {
    if (held_) {
      held_ = false;
      return second_;
    }
    if (spent_) throw std::length_error("one decision drew more than 2^17 random words");
    const Philox::Counter x = Philox::block(counter_, key_);
    spent_ = (++counter_[0] & 0xFFFFU) == 0;
    second_ = std::uint64_t{x[3]} << 32 | x[2];
    held_ = true;
    return std::uint64_t{x[1]} << 32 | x[0];
  }

  /// Uniform on (0, 1), never an end.
  constexpr double uniform() { return to_unit((*this)()); }

  /// Uniform on {0, ..., n - 1}; n > 0. Lemire (2019): unbiased, a division only when it is needed.
  constexpr std::uint32_t below(std::uint32_t n) {
    std::uint64_t product = ((*this)() >> 32) * n;
    if (static_cast<std::uint32_t>(product) < n) {
      const std::uint32_t floor = (0U - n) % n;
      while (static_cast<std::uint32_t>(product) < floor) product = ((*this)() >> 32) * n;
    }
    return static_cast<std::uint32_t>(product >> 32);
  }

 private:
  Philox::Key key_;
  Philox::Counter counter_;
  std::uint64_t second_ = 0;
  bool held_ = false;
  bool spent_ = false;
};

}  // namespace poldyn
