#include "sim/engine/bucket.h"

#include <algorithm>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace poldyn {
namespace {

/// From a few megabytes on, large pages are asked for: the tail of a bucket lies anywhere, and with pages of 4 KiB each
/// push would wait for its address to be translated.
constexpr std::size_t large_page = std::size_t{1} << 21;

/// Memory of at least so many bytes, rounded up to whole pages if they are to be large ones.
void* allocate(std::size_t& bytes, bool large) {
  const std::size_t unit = large ? large_page : alignof(std::max_align_t);
  bytes = (bytes + unit - 1) / unit * unit;
  void* block = std::aligned_alloc(unit, bytes);
  if (!block) throw std::bad_alloc();
#ifdef __linux__
  if (large) madvise(block, bytes, MADV_HUGEPAGE);  // a wish: without such pages it is as slow as before
#endif
  return block;
}

}  // namespace

/// Blocks grow with the pool, so that allocations are few and what is allocated too much stays below a fifth, or below
/// a large page.
Chunk* ChunkPool::fresh() {
  if (fresh_begin_ == fresh_end_) {
    std::size_t bytes = std::max<std::size_t>(8, total_ / 4) * sizeof(Chunk);
    const bool large = total_ * sizeof(Chunk) >= large_page / 4;
    fresh_begin_ = static_cast<Chunk*>(allocate(bytes, large));
    blocks_.emplace_back(fresh_begin_);
    fresh_end_ = fresh_begin_ + bytes / sizeof(Chunk);
    total_ += bytes / sizeof(Chunk);
  }
  return fresh_begin_++;
}

}  // namespace poldyn
