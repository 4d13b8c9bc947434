#pragma once

#include <array>
#include <cstdint>

#include "sim/world/design_counts.h"

namespace poldyn {

/// Designs of all models ever registered in a bloc, in so far as a metric can ask for them: how many there are, how
/// many were new, and how often each bit is set, from which the distances of all pairs follow. Memory: 16 to 32 bytes
/// per distinct design, and half a kilobyte.
class RegisteredDesigns {
 public:
  void add(std::uint64_t design) {
    repeated_ += counts_.count(design) > 0;
    counts_.add(design);
    ++size_;
    for (unsigned bit = 0; bit < 64; ++bit) ones_[bit] += design >> bit & 1;
  }
  std::uint64_t size() const { return size_; }
  std::uint64_t repeated() const { return repeated_; }  ///< that had been registered before
  std::uint64_t ones(unsigned bit) const { return ones_[bit]; }

 private:
  DesignCounts counts_;
  std::uint64_t size_ = 0;
  std::uint64_t repeated_ = 0;
  std::array<std::uint64_t, 64> ones_{};
};

}  // namespace poldyn
