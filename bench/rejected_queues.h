#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <queue>
#include <utility>
#include <vector>

namespace bench {

/// What the queues that were rejected keep of an event: 24 bytes, the payload being an index.
struct Record {
  std::int64_t at;
  std::uint64_t phase_and_seq;
  std::uint64_t what;
};

inline bool before(const Record& a, const Record& b) {
  return a.at != b.at ? a.at < b.at : a.phase_and_seq < b.phase_and_seq;
}

/// The same order. g++ -O2 makes of `before` a choice without a branch, which is fast as long as the heap lies in the
/// cache: 45 ns at 10^3 where this form takes 69. Beyond the cache it is the other way about, 235 ns at 10^5 against
/// 160, since a guess starts the next load before the comparison is done.
inline bool before_by_branches(const Record& a, const Record& b) {
  return a.at < b.at || (a.at == b.at && a.phase_and_seq < b.phase_and_seq);
}

/// The baseline.
template <auto is_before>
class BinaryHeap {
 public:
  void push(const Record& record) { heap_.push(record); }
  Record pop() {
    const Record first = heap_.top();
    heap_.pop();
    return first;
  }

 private:
  struct Later {
    bool operator()(const Record& a, const Record& b) const { return is_before(b, a); }
  };
  std::priority_queue<Record, std::vector<Record>, Later> heap_;
};

/// Half the levels of the binary heap, three comparisons more on each.
class FourAryHeap {
 public:
  void push(const Record& record) {
    std::size_t hole = heap_.size();
    heap_.push_back(record);
    for (; hole > 0 && before(record, heap_[(hole - 1) / 4]); hole = (hole - 1) / 4)
      heap_[hole] = heap_[(hole - 1) / 4];
    heap_[hole] = record;
  }
  Record pop() {
    const Record first = heap_.front();
    const Record last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) heap_[sift_down(last)] = last;
    return first;
  }

 private:
  std::size_t sift_down(const Record& record) {
    std::size_t hole = 0;
    for (std::size_t child = 1; child < heap_.size(); child = 4 * hole + 1) {
      std::size_t least = child;
      for (std::size_t other = child + 1; other < child + 4 && other < heap_.size(); ++other)
        if (before(heap_[other], heap_[least])) least = other;
      if (!before(heap_[least], record)) break;
      heap_[hole] = heap_[least];
      hole = least;
    }
    return hole;
  }

  std::vector<Record> heap_;
};

/// Monotone radix heap (Ahuja, Mehlhorn, Orlin and Tarjan 1990): a record lies in the bucket of the highest bit in
/// which its time differs from the time popped last. First in, first out among equal times; it knows no phases, for
/// an earlier phase at the present instant would not be monotone.
class RadixHeap {
 public:
  void push(const Record& record) { bucket_of(record).push_back(record); }
  Record pop() {
    if (next_ == buckets_[0].size()) refill();
    return buckets_[0][next_++];
  }

 private:
  std::vector<Record>& bucket_of(const Record& record) {
    return buckets_[static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(record.at ^ last_)))];
  }
  void refill() {
    buckets_[0].clear();
    next_ = 0;
    std::size_t first = 1;
    while (buckets_[first].empty()) ++first;
    std::int64_t least = buckets_[first].front().at;
    for (const Record& record : buckets_[first]) least = record.at < least ? record.at : least;
    last_ = least;
    for (const Record& record : buckets_[first]) bucket_of(record).push_back(record);
    buckets_[first].clear();
  }

  std::array<std::vector<Record>, 65> buckets_;
  std::size_t next_ = 0;  // of bucket 0, whose records all have the time last_
  std::int64_t last_ = 0;
};

}  // namespace bench
