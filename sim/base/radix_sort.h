#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace poldyn {

/// Below this a comparison sort is faster than the histograms.
inline constexpr std::size_t radix_sort_from = 512;

/// Sorts `items` by a 64-bit key; items of one key keep their order, so that sums taken along them are the same with
/// every standard library. 100,000 items in about a millisecond: of the key's eight bytes only those that differ cost a
/// pass. Its scratch is given back: several that were kept were a tenth of a large world's memory.
template <class T, class Key>
void sort_by(std::vector<T>& items, Key key) {
  if (items.size() < radix_sort_from) {
    std::stable_sort(items.begin(), items.end(), [&](const T& a, const T& b) { return key(a) < key(b); });
    return;
  }
  std::array<std::array<std::uint32_t, 256>, 8> count{};
  for (const T& item : items) {
    std::uint64_t k = key(item);
    for (auto& of_byte : count) {
      ++of_byte[k & 0xFF];
      k >>= 8;
    }
  }
  std::vector<T> spare(items.size());
  for (std::size_t byte = 0; byte < 8; ++byte) {
    auto& place = count[byte];
    if (place[key(items.front()) >> (8 * byte) & 0xFF] == items.size()) continue;
    std::uint32_t next = 0;
    for (std::uint32_t& n : place) next += std::exchange(n, next);
    for (const T& item : items) spare[place[key(item) >> (8 * byte) & 0xFF]++] = item;
    items.swap(spare);
  }
}

}  // namespace poldyn
