#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/world/design_counts.h"
#include "sim/world/paradigm.h"

namespace poldyn {

/// Designs of all models ever registered in a bloc, in so far as a metric can ask for them: how many there are, how
/// many were new, and how often each bit is set in each paradigm, from which the distances of all pairs follow. Memory:
/// 16 to 32 bytes per distinct design, and half a kilobyte per paradigm.
class RegisteredDesigns {
 public:
  /// Those of one paradigm.
  struct Kind {
    std::uint64_t size = 0;
    std::array<std::uint64_t, 64> ones{};  ///< by bit
  };

  void add(std::uint64_t design, Paradigm paradigm = 0) {
    const std::uint64_t key = design_key(design, paradigm);
    repeated_ += counts_.count(key) > 0;
    counts_.add(key);
    ++size_;
    if (kinds_.size() <= paradigm) kinds_.resize(paradigm + std::size_t{1});
    Kind& kind = kinds_[paradigm];
    ++kind.size;
    for (unsigned bit = 0; bit < 64; ++bit) kind.ones[bit] += design >> bit & 1;
  }
  std::uint64_t size() const { return size_; }
  std::uint64_t repeated() const { return repeated_; }    ///< that had been registered before
  std::span<const Kind> kinds() const { return kinds_; }  ///< by paradigm

 private:
  DesignCounts counts_;
  std::uint64_t size_ = 0;
  std::uint64_t repeated_ = 0;
  std::vector<Kind> kinds_;
};

}  // namespace poldyn
