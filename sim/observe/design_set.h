#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace poldyn {

/// Which designs are known: open addressing, at most half full, multiplicative hashing (Knuth, volume 3, 6.4).
class DesignSet {
 public:
  bool contains(std::uint64_t design) const {
    if (design == 0) return has_zero_;
    for (std::size_t at = place_of(design);; at = (at + 1) & (places_.size() - 1)) {
      if (places_[at] == design) return true;
      if (places_[at] == 0) return false;
    }
  }

  /// Precondition: `design` is not there yet.
  void add(std::uint64_t design) {
    if (design == 0) {
      has_zero_ = true;
      return;
    }
    if (2 * ++size_ > places_.size()) grow();
    put(design);
  }

 private:
  std::size_t place_of(std::uint64_t design) const {
    return static_cast<std::size_t>(design * 0x9E3779B97F4A7C15 >>
                                    (std::countl_zero(std::uint64_t{places_.size()}) + 1));
  }
  void put(std::uint64_t design) {
    std::size_t at = place_of(design);
    while (places_[at] != 0) at = (at + 1) & (places_.size() - 1);
    places_[at] = design;
  }
  void grow() {
    std::vector<std::uint64_t> old(2 * places_.size(), 0);
    old.swap(places_);
    for (const std::uint64_t design : old)
      if (design != 0) put(design);
  }

  std::vector<std::uint64_t> places_ = std::vector<std::uint64_t>(64, 0);  ///< 0 where there is none; a power of two
  std::size_t size_ = 0;                                                   ///< without the design 0
  bool has_zero_ = false;
};

}  // namespace poldyn
