#include "sim/engine/bucket.h"

#include <algorithm>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace poldyn {
namespace {

/// Memory for about `chunks` chunks, and how many there are. From a few megabytes on, large pages are asked for: the
/// tail of a bucket lies anywhere, and with pages of 4 KiB each push would wait for its address to be translated.
constexpr std::size_t large_page = std::size_t{1} << 21;

Chunk* allocate(std::size_t& chunks) {
  const std::size_t bytes = chunks * sizeof(Chunk);
  const bool large = bytes + sizeof(Chunk) > large_page;
  const std::size_t unit = large ? large_page : alignof(std::max_align_t);
  const std::size_t rounded = (bytes + unit - 1) / unit * unit;
  void* block = std::aligned_alloc(unit, rounded);
  if (!block) throw std::bad_alloc();
#ifdef __linux__
  if (large) madvise(block, rounded, MADV_HUGEPAGE);  // a wish: without such pages it is as slow as before
#endif
  chunks = rounded / sizeof(Chunk);
  return static_cast<Chunk*>(block);
}

}  // namespace

/// Blocks grow with the pool, so that allocations are few and what is allocated too much stays below a fifth.
Chunk* ChunkPool::fresh() {
  if (fresh_begin_ == fresh_end_) {
    std::size_t count = std::max<std::size_t>(8, total_ / 4);
    if (total_ * sizeof(Chunk) >= large_page / 4) count = std::max(count, large_page / sizeof(Chunk));
    Chunk* block = allocate(count);
    blocks_.emplace_back(block);
    total_ += count;
    fresh_begin_ = block;
    fresh_end_ = block + count;
  }
  return fresh_begin_++;
}

}  // namespace poldyn
