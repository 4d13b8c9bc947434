#include "sim/base/radix_sort.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/engine/stream.h"
#include "tests/catch.h"

using namespace poldyn;

namespace {

std::vector<std::uint64_t> random_keys(std::size_t n, std::uint64_t mask) {
  Stream stream({1, 0}, 0, static_cast<std::uint32_t>(n), 0);
  std::vector<std::uint64_t> keys;
  for (std::size_t i = 0; i < n; ++i) keys.push_back(stream() & mask);
  return keys;
}

}  // namespace

TEST_CASE("radix sort: the order is that of std::sort", "[observe]") {
  const auto n = static_cast<std::size_t>(GENERATE(0, 1, 2, 511, 512, 513, 5000));
  const auto mask = GENERATE(~0ULL, 0xFFULL, 0xFF00FF00ULL, 0x8000000000000000ULL, 0ULL);
  auto keys = random_keys(n, mask);
  auto expected = keys;
  std::sort(expected.begin(), expected.end());
  sort_by(keys, [](std::uint64_t k) { return k; });
  CHECK(keys == expected);
}

TEST_CASE("radix sort: doubles from zero up sort by their bits", "[observe]") {
  std::vector<double> x;
  Stream stream({2, 0}, 0, 0, 0);
  for (int i = 0; i < 3000; ++i)
    x.push_back(i % 7 == 0 ? 0.0 : std::ldexp(stream.uniform(), static_cast<int>(stream.below(600)) - 300));
  auto expected = x;
  std::sort(expected.begin(), expected.end());
  sort_by(x, [](double w) { return std::bit_cast<std::uint64_t>(w); });
  CHECK(x == expected);
}

TEST_CASE("radix sort: items of one key keep their order, below the threshold and above", "[observe]") {
  struct Item {
    std::uint64_t key;
    std::size_t place;
  };
  std::vector<Item> items;
  const auto n = static_cast<std::size_t>(GENERATE(500, 2000));
  const auto keys = random_keys(n, n < radix_sort_from ? 0x0007 : 0x0F0F);
  for (std::size_t i = 0; i < keys.size(); ++i) items.push_back({keys[i], i});
  sort_by(items, [](const Item& item) { return item.key; });
  for (std::size_t i = 1; i < items.size(); ++i) {
    CHECK(items[i - 1].key <= items[i].key);
    if (items[i - 1].key == items[i].key) CHECK(items[i - 1].place < items[i].place);
  }
}
