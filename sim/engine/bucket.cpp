#include "sim/engine/bucket.h"

#include <algorithm>

namespace poldyn {

/// Blocks grow with the pool, so that allocations are few and what is allocated too much stays below a fifth.
Chunk* ChunkPool::fresh() {
  if (fresh_begin_ == fresh_end_) {
    const std::size_t count = std::max<std::size_t>(8, total_ / 4);
    blocks_.push_back(std::make_unique_for_overwrite<Chunk[]>(count));
    total_ += count;
    fresh_begin_ = blocks_.back().get();
    fresh_end_ = fresh_begin_ + count;
  }
  return fresh_begin_++;
}

}  // namespace poldyn
