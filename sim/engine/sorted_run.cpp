#include "sim/engine/sorted_run.h"

#include <utility>

namespace poldyn {
namespace {

using Keys = std::array<EventKey, SortedRun::sort_limit>;

/// How many of keys[0, Size) come before keys[i]; among equal keys the first comes first.
template <std::size_t i, std::size_t... j>
std::size_t rank_of(const Keys& keys, std::index_sequence<j...>) {
  const EventKey key = keys[i];
  return (std::size_t{j < i ? keys[j] <= key : keys[j] < key} + ...);
}

template <std::size_t... i>
void rank(const Keys& keys, std::size_t* ranks, std::index_sequence<i...> all) {
  ((ranks[i] = rank_of<i>(keys, all)), ...);
}

/// Every event is compared with every other, without a branch: for a handful that is faster than any algorithm that
/// decides, since each decision would be guessed wrong half the time. Missing keys count as last.
template <std::size_t Size>
void place(Keys& keys, Entry* const* from, std::size_t count, Entry* to) {
  std::size_t ranks[Size];
  for (std::size_t i = count; i < Size; ++i) keys[i] = last_key;
  rank(keys, ranks, std::make_index_sequence<Size>{});
  for (std::size_t i = 0; i < count; ++i) to[ranks[i]] = *from[i];
}

}  // namespace

void SortedRun::sort(Bucket& bucket, ChunkPool& pool) {
  Keys keys;
  std::array<Entry*, sort_limit> from;
  std::size_t count = 0;
  bucket.for_each([&](Entry& entry) {
    keys[count] = entry.key;
    from[count++] = &entry;
  });
  head_ = 0;
  tail_ = count;
  if (count <= 4) place<4>(keys, from.data(), count, entries_.data());
  else if (count <= 8) place<8>(keys, from.data(), count, entries_.data());
  else if (count <= 12) place<12>(keys, from.data(), count, entries_.data());
  else if (count <= 16) place<16>(keys, from.data(), count, entries_.data());
  else place<sort_limit>(keys, from.data(), count, entries_.data());
  while (!bucket.empty()) bucket.drop_front(pool);
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
