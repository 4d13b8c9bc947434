#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include "sim/engine/entry.h"

namespace poldyn {

/// A few events side by side, so that a bucket is read as a stream and not pointer by pointer.
struct Chunk {
  static constexpr std::size_t capacity = 15;  // 7 costs a tenth more at 10^5 events, 31 wastes memory in small buckets
  Chunk* next;
  Entry entries[capacity];
};

/// Owner of all chunks. The chunk freed last is handed out first, while it is still in the cache. Memory goes back to
/// the system with the pool, as with a vector.
class ChunkPool {
 public:
  Chunk* take() {
    if (free_ == nullptr) return fresh();
    Chunk* chunk = free_;
    free_ = chunk->next;
    return chunk;
  }
  void give(Chunk* chunk) {
    chunk->next = free_;
    free_ = chunk;
  }

 private:
  struct Freed {
    void operator()(Chunk* block) const { std::free(block); }
  };
  Chunk* fresh();

  Chunk* free_ = nullptr;
  Chunk* fresh_begin_ = nullptr;  // [begin, end): the part of the newest block that was never handed out
  Chunk* fresh_end_ = nullptr;
  std::size_t total_ = 0;
  std::vector<std::unique_ptr<Chunk[], Freed>> blocks_;
};

/// Events in the order in which they were added. Every chunk but the last is full.
class Bucket {
 public:
  bool empty() const { return tail_ == nullptr; }
  std::size_t size() const { return chunks_ * Chunk::capacity - (Chunk::capacity - fill_); }

  /// Room for one more event; calls `on_first` if the bucket was empty.
  template <class OnFirst>
  Entry& add(ChunkPool& pool, OnFirst on_first) {
    if (fill_ == Chunk::capacity) {
      if (empty()) on_first();
      lengthen(pool);
    }
    return tail_->entries[fill_++];
  }

  /// The oldest events, as many as their chunk holds. The bucket must not be empty.
  Entry* front() const { return tail_->next->entries; }
  std::size_t front_size() const { return chunks_ == 1 ? fill_ : Chunk::capacity; }
  void drop_front(ChunkPool& pool) {
    Chunk* head = tail_->next;
    tail_->next = head->next;
    __builtin_prefetch(head->next->next);  // the chunk after next: chunks lie anywhere, and each names only the next
    if (--chunks_ == 0) *this = Bucket{};
    pool.give(head);
  }

  /// Calls `use(entry)` for all events, oldest first.
  template <class Use>
  void for_each(Use use) const {
    Chunk* chunk = tail_;
    for (std::size_t left = chunks_; left > 0; --left) {
      chunk = chunk->next;
      __builtin_prefetch(chunk->next);
      const std::size_t count = left == 1 ? fill_ : Chunk::capacity;
      for (std::size_t i = 0; i < count; ++i) use(chunk->entries[i]);
    }
  }

  /// Calls `use(entry)` for all events, oldest first, and empties the bucket on the way.
  template <class Use>
  void drain(ChunkPool& pool, Use use) {
    while (!empty()) {
      const std::size_t count = front_size();
      for (std::size_t i = 0; i < count; ++i) use(front()[i]);
      drop_front(pool);
    }
  }

 private:
  void lengthen(ChunkPool& pool) {
    Chunk* chunk = pool.take();
    chunk->next = empty() ? chunk : tail_->next;
    if (!empty()) tail_->next = chunk;
    tail_ = chunk;
    fill_ = 0;
    ++chunks_;
  }

  Chunk* tail_ = nullptr;                 // a ring: tail_->next is the oldest chunk
  std::uint32_t fill_ = Chunk::capacity;  // of the tail; an empty bucket asks for a chunk as a full one does
  std::uint32_t chunks_ = 0;              // 2^32 chunks would be two terabytes
};

}  // namespace poldyn
