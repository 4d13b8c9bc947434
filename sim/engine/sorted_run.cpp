#include "sim/engine/sorted_run.h"

#include <bit>
#include <utility>

namespace poldyn {
namespace {

/// What a chunk is sorted by: the distance of the key from the begin of the bucket, and below it the place in the
/// chunk, so that equal keys keep their order. As a double, since processors have an instruction for the lesser of two
/// doubles and none for integers: positive doubles are ordered as their bits are, and the offset makes all of them
/// normal numbers, below infinity as long as the bucket is not wider than `widest`.
constexpr int place_bits = 4;
constexpr std::uint64_t offset = std::uint64_t{1} << 52;
constexpr EventKey widest = EventKey{1} << 58;
static_assert(Chunk::capacity <= 1 << place_bits);

double digest_of(EventKey distance, std::size_t place) {
  return std::bit_cast<double>((distance << place_bits | place) + offset);
}
std::size_t place_of(double digest) { return std::bit_cast<std::uint64_t>(digest) % (1 << place_bits); }

struct Comparator {
  std::size_t low, high;
};

/// Calls `use` for each comparator of Batcher's sorting network (merge exchange; Knuth, volume 3, 5.2.2, algorithm M).
template <class Use>
constexpr void for_each_comparator(std::size_t size, Use use) {
  const std::size_t top = std::bit_ceil(size) / 2;
  for (std::size_t p = top; p > 0; p /= 2) {
    std::size_t r = 0;
    std::size_t distance = p;
    for (std::size_t q = top;; q /= 2) {
      for (std::size_t i = 0; i + distance < size; ++i)
        if ((i & p) == r) use(Comparator{i, i + distance});
      if (q == p) break;
      distance = q - p;
      r = p;
    }
  }
}

template <std::size_t Size>
constexpr auto network_of() {
  constexpr std::size_t length = [] {
    std::size_t count = 0;
    for_each_comparator(Size, [&](Comparator) { ++count; });
    return count;
  }();
  std::array<Comparator, length> network{};
  std::size_t next = 0;
  for_each_comparator(Size, [&](Comparator comparator) { network[next++] = comparator; });
  return network;
}

void exchange(double& a, double& b) {
  const double less = a < b ? a : b;
  b = a > b ? a : b;
  a = less;
}

template <std::size_t... i, class Use>
void for_each_index(std::index_sequence<i...>, [[maybe_unused]] Use use) {
  (use(i), ...);
}

/// Sorts exactly `Size` events: unrolled, without a branch. One jump to the code for the right size is all that can
/// be guessed wrong.
template <std::size_t Size>
void sort_exactly(const Entry* from, EventKey begin, Entry* to) {
  static constexpr auto network = network_of<Size>();
  double digests[Size];
  const std::make_index_sequence<Size> all;
  for_each_index(all, [&](std::size_t i) { digests[i] = digest_of(from[i].key - begin, i); });
  for_each_index(std::make_index_sequence<network.size()>{},
                 [&](std::size_t i) { exchange(digests[network[i].low], digests[network[i].high]); });
  for_each_index(all, [&](std::size_t i) { to[i] = from[place_of(digests[i])]; });
}

using Sorter = void (*)(const Entry*, EventKey, Entry*);
constexpr auto sorters = []<std::size_t... i>(std::index_sequence<i...>) {
  return std::array<Sorter, sizeof...(i)>{sort_exactly<i + 1>...};
}
(std::make_index_sequence<Chunk::capacity>{});

}  // namespace

void SortedRun::sort(Bucket& bucket, EventKey begin, EventKey end, ChunkPool& pool) {
  head_ = 0;
  tail_ = 0;
  if (end - begin <= widest) {
    tail_ = bucket.front_size();
    sorters[tail_ - 1](bucket.front(), begin, entries_.data());
    bucket.drop_front(pool);
  }
  bucket.drain(pool, [&](const Entry& entry) { add(entry.key) = entry; });
}

void SortedRun::take_chunk(Bucket& bucket, ChunkPool& pool) {
  head_ = 0;
  tail_ = bucket.front_size();
  std::copy_n(bucket.front(), tail_, entries_.data());
  bucket.drop_front(pool);
}

void SortedRun::move_to_start() {
  tail_ = static_cast<std::size_t>(std::copy(entries_.data() + head_, entries_.data() + tail_, entries_.data()) -
                                   entries_.data());
  head_ = 0;
}

}  // namespace poldyn
