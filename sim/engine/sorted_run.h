#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "sim/engine/bucket.h"

namespace poldyn {

/// The earliest events in order, in one small array that lies in the cache: those in [head_, tail_), ascending, equal
/// keys in the order of their coming. Everything in it is before everything that the queue holds elsewhere, which is
/// the queue's to see to.
class SortedRun {
 public:
  static constexpr std::size_t sort_limit = 24;  ///< a bucket of up to so many events is sorted as a whole
  static constexpr std::size_t limit = 32;       ///< a run of more events is not worth shifting

  bool empty() const { return head_ == tail_; }
  std::size_t size() const { return tail_ - head_; }
  const Entry& front() const { return entries_[head_]; }
  void drop_front() { ++head_; }

  /// Room for an event of `key`, behind all of that key and before all greater ones.
  Entry& add(EventKey key) {
    if (tail_ == entries_.size()) move_to_start();
    std::size_t hole = tail_++;
    for (; hole != head_ && entries_[hole - 1].key > key; --hole) entries_[hole] = entries_[hole - 1];
    return entries_[hole];
  }

  /// Replaces the run by the events of `bucket`, at most `sort_limit` of them, with keys in [begin, end]; the bucket
  /// becomes empty.
  void sort(Bucket& bucket, EventKey begin, EventKey end, ChunkPool& pool);

  /// Replaces the run by the oldest chunk of `bucket`, whose events all have one key.
  void take_chunk(Bucket& bucket, ChunkPool& pool);

  /// Calls `use(entry)` for all events in order and empties the run.
  template <class Use>
  void drain(Use use) {
    for (; !empty(); ++head_) use(front());
  }

 private:
  void move_to_start();

  std::size_t head_ = 0;
  std::size_t tail_ = 0;
  std::array<Entry, 128> entries_;  // more than `limit`: the run creeps up by a place with each event pushed
};

}  // namespace poldyn
