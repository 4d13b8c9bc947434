#include "sim/observe/design_archive.h"

#include <algorithm>
#include <bit>

// A program for any x86-64 may not use its popcnt; a function of it may, once the processor was asked.
#if defined(__x86_64__) && defined(__GNUC__)
#define POLDYN_POPCNT __attribute__((target("popcnt")))
#define POLDYN_HAS_POPCNT __builtin_cpu_supports("popcnt")
#else
#define POLDYN_POPCNT
#define POLDYN_HAS_POPCNT false
#endif
// What is inlined into such a function is compiled for the same processor.
#define POLDYN_INLINE inline __attribute__((always_inline))

namespace poldyn {
namespace {

constexpr std::uint32_t most_part_bits = 16;

POLDYN_INLINE std::uint32_t distance(std::uint64_t a, std::uint64_t b) {
  return static_cast<std::uint32_t>(std::popcount(a ^ b));
}

double choose(std::uint32_t n, std::uint32_t k) {
  double ways = 1;
  for (std::uint32_t i = 0; i < k; ++i) ways = ways * (n - i) / (i + 1);
  return ways;
}

/// The next larger number with as many bits set (Warren 2012, Hacker's Delight, 2-1). Precondition: mask > 0.
std::uint32_t next_mask(std::uint32_t mask) {
  const std::uint32_t lowest = mask & (0U - mask), ripple = mask + lowest;
  return ripple | (((mask ^ ripple) >> 2) / lowest);
}

}  // namespace

DesignArchive::DesignArchive(std::uint32_t bits) {
  const std::uint32_t parts = (bits + most_part_bits - 1) / most_part_bits;
  for (std::uint32_t p = 0, shift = 0; p < parts; ++p) {
    Part part;
    part.shift = shift;
    part.bits = bits / parts + (p < bits % parts ? 1 : 0);
    shift += part.bits;
    parts_.push_back(part);
  }
}

void DesignArchive::add(std::uint64_t design) {
  designs_.push_back(design);
  known_.add(design);
  if (designs_.size() == tables_from) {
    for (Part& part : parts_) part.first.assign(std::size_t{1} << part.bits, none);
    for (std::uint32_t i = 0; i < designs_.size(); ++i) enter(i);
  } else if (designs_.size() > tables_from) {
    enter(static_cast<std::uint32_t>(designs_.size() - 1));
  }
}

void DesignArchive::enter(std::uint32_t index) {
  for (Part& part : parts_) {
    std::uint32_t& first = part.first[part.of(designs_[index])];
    part.next.push_back(first);
    first = index;
  }
}

POLDYN_INLINE std::uint32_t DesignArchive::nearest_of_all(std::uint64_t design) const {
  std::uint32_t best = 65;
  for (const std::uint64_t other : designs_) best = std::min(best, distance(design, other));
  return best;
}

/// Of the designs whose value of the part is exactly `away` bits from the design's own.
POLDYN_INLINE std::uint32_t DesignArchive::nearest_in(const Part& part, std::uint64_t design, std::uint32_t away,
                                                      std::uint32_t best) const {
  const std::uint32_t own = part.of(design), beyond = 1U << part.bits;
  for (std::uint32_t mask = (1U << away) - 1; mask < beyond; mask = next_mask(mask)) {
    for (std::uint32_t i = part.first[own ^ mask]; i != none; i = part.next[i])
      best = std::min(best, distance(design, designs_[i]));
    if (away == 0) break;
  }
  return best;
}

/// `design` is none of them, so that the first at distance 1 will do.
POLDYN_INLINE std::uint32_t DesignArchive::nearest_other(std::uint64_t design) const {
  if (designs_.size() < tables_from) return nearest_of_all(design);
  const auto parts = static_cast<std::uint32_t>(parts_.size());
  std::uint32_t best = 65;
  for (std::uint32_t away = 0; away <= most_part_bits; ++away) {
    if (parts * choose(most_part_bits, away) > static_cast<double>(designs_.size())) break;
    for (const Part& part : parts_) {
      if (away <= part.bits) best = nearest_in(part, design, away, best);
      if (best == 1) return 1;
    }
    if (best <= parts * (away + 1)) return best;
  }
  return nearest_of_all(design);
}

POLDYN_POPCNT std::uint32_t DesignArchive::nearest_other_by_popcnt(std::uint64_t design) const {
  return nearest_other(design);
}

std::optional<std::uint32_t> DesignArchive::nearest(std::uint64_t design) const {
  static const bool has_popcnt = POLDYN_HAS_POPCNT;
  if (designs_.empty()) return std::nullopt;
  if (known_.contains(design)) return 0;
  return has_popcnt ? nearest_other_by_popcnt(design) : nearest_other(design);
}

}  // namespace poldyn
