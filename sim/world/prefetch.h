#pragma once

#include <cstddef>

#include "sim/world/world.h"

namespace poldyn {

/// Asks for the cache lines of what will be read soon, its first `bytes`. Vendors and models lie all over the memory of
/// a large run: fetched one after the other, each of them is waited for, which took a quarter of the time of 100,000
/// vendors.
inline void prefetch(const void* object, std::size_t bytes = 128) {
  constexpr std::size_t line = 64;
  for (std::size_t at = 0; at < bytes; at += line) __builtin_prefetch(static_cast<const char*>(object) + at);
}

/// How far ahead: enough for main memory, few enough for the processor to keep track of.
inline constexpr std::size_t ahead = 8;

/// Calls `use(row, product)` for all offers of a market, in the order of its rows.
template <class Use>
void for_each_offer(const World& world, const Market& market, Use use) {
  const auto vendor = [&](std::size_t row) -> const Vendor& { return world.at(market.vendor[row]); };
  for (std::size_t row = 0; row < market.rows; ++row) {
    if (row + 2 * ahead < market.rows) prefetch(&vendor(row + 2 * ahead));
    if (row + ahead < market.rows) prefetch(&world.at(vendor(row + ahead).product));
    use(row, world.at(vendor(row).product));
  }
}

}  // namespace poldyn
