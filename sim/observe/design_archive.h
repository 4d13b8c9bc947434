#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/observe/design_set.h"

namespace poldyn {

/// Every design that was ever released, and how far a design is from the nearest of them: exact.
///
/// Most releases repeat a design: a hash set tells those, without a look at the others. New ones are compared by
/// multi-index hashing (Norouzi, Punjani & Fleet 2014): a design is cut into parts of at most 16 bits, and each part
/// has a table of the designs by its value. Of two designs at distance r some part differs in at most r / parts bits,
/// so looking at the values of each part within s bits finds every design nearer than parts * (s + 1): one found at
/// that distance is a nearest one. Few designs, or a search that would look at more places than there are designs, are
/// gone through one by one. Bits are counted by the processor's instruction where it has one: the same numbers, sooner.
class DesignArchive {
 public:
  explicit DesignArchive(std::uint32_t bits);

  /// Hamming distance to the nearest design in the archive; empty if there is none.
  std::optional<std::uint32_t> nearest(std::uint64_t design) const;
  /// Precondition: `design` is not there yet: nearest(design) is above 0.
  void add(std::uint64_t design);
  std::size_t size() const { return designs_.size(); }

  static constexpr std::size_t tables_from = 1024;  ///< designs; below, going through all is as fast

 private:
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  struct Part {
    std::uint32_t shift = 0;
    std::uint32_t bits = 0;
    std::vector<std::uint32_t> first;  ///< by value of the part: the latest design that has it
    std::vector<std::uint32_t> next;   ///< by design: the one before it
    std::uint32_t of(std::uint64_t design) const {
      return static_cast<std::uint32_t>(design >> shift) & ((1U << bits) - 1);
    }
  };

  void enter(std::uint32_t index);
  std::uint32_t nearest_other(std::uint64_t design) const;
  std::uint32_t nearest_other_by_popcnt(std::uint64_t design) const;
  std::uint32_t nearest_of_all(std::uint64_t design) const;
  std::uint32_t nearest_in(const Part& part, std::uint64_t design, std::uint32_t away, std::uint32_t best) const;

  std::vector<std::uint64_t> designs_;
  DesignSet known_;
  std::vector<Part> parts_;
};

}  // namespace poldyn
