#pragma once

#include <cstdint>
#include <vector>

namespace poldyn {

/// How often each design is deployed: open addressing with linear probing (Knuth 1998, 6.4), at most half full, so that
/// a count costs constant time and nothing is allocated once the table has grown.
class DesignCounts {
 public:
  std::uint32_t count(std::uint64_t design) const { return slots_.empty() ? 0 : slots_[place(design)].count; }

  void add(std::uint64_t design) {
    if (2 * (used_ + 1) > slots_.size()) grow();
    Slot& slot = slots_[place(design)];
    used_ += slot.count == 0;
    slot.design = design;
    ++slot.count;
  }

  /// Precondition: `design` was added. Later entries of the run move up, so that no grave is left behind (algorithm R).
  void remove(std::uint64_t design) {
    std::size_t hole = place(design);
    if (--slots_[hole].count > 0) return;
    --used_;
    for (std::size_t next = after(hole); slots_[next].count > 0; next = after(next)) {
      const std::size_t home = home_of(slots_[next].design);
      const bool stays = hole <= next ? hole < home && home <= next : hole < home || home <= next;
      if (stays) continue;
      slots_[hole] = slots_[next];
      slots_[next].count = 0;
      hole = next;
    }
  }

 private:
  struct Slot {
    std::uint64_t design = 0;
    std::uint32_t count = 0;
  };

  std::size_t after(std::size_t i) const { return (i + 1) & (slots_.size() - 1); }
  std::size_t home_of(std::uint64_t design) const {
    return static_cast<std::size_t>((design * 0x9E3779B97F4A7C15ULL) >> 32) & (slots_.size() - 1);
  }
  std::size_t place(std::uint64_t design) const {
    std::size_t i = home_of(design);
    while (slots_[i].count > 0 && slots_[i].design != design) i = after(i);
    return i;
  }
  void grow() {
    std::vector<Slot> old(slots_.empty() ? 32 : 2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.count > 0) slots_[place(slot.design)] = slot;
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace poldyn
