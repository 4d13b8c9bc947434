#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <vector>

#include "sim/engine/bucket.h"

namespace poldyn {

/// Buckets of one width, a power of two, side by side from `base` on. Takes keys in [base, end), where `end` may cut
/// off the last buckets. Buckets are emptied in order and those passed by are not filled again.
class Rung {
 public:
  static constexpr std::size_t max_buckets = 4096;
  static constexpr std::size_t none = max_buckets;

  /// Lays out `buckets` buckets of width 2^`shift`. The rung must be empty.
  void lay_out(EventKey base, EventKey end, int shift, std::size_t buckets) {
    base_ = base;
    shift_ = shift;
    word_ = 0;
    words_ = (buckets + 63) / 64;
    if (buckets_.size() < buckets) buckets_.resize(buckets);
    end_ = std::min(end, unlimited_end_of(buckets - 1));
  }

  /// Room for an event of `key`.
  Entry& add(EventKey key, ChunkPool& pool) {
    const auto bucket = static_cast<std::size_t>((key - base_) >> shift_);
    return buckets_[bucket].add(pool, [&] { occupied_[bucket / 64] |= std::uint64_t{1} << bucket % 64; });
  }

  /// The first bucket that holds an event, or `none`.
  std::size_t first() {
    for (; word_ < words_; ++word_)
      if (occupied_[word_] != 0) return word_ * 64 + static_cast<std::size_t>(std::countr_zero(occupied_[word_]));
    word_ = 0;
    return none;
  }

  Bucket& operator[](std::size_t bucket) { return buckets_[bucket]; }

  /// To be called when a bucket has been emptied from outside.
  void vacate(std::size_t bucket) { occupied_[bucket / 64] &= ~(std::uint64_t{1} << bucket % 64); }

  /// Makes `bucket` the first one; the rung must be empty.
  void adopt(const Bucket& bucket) {
    buckets_[0] = bucket;
    occupied_[0] = 1;
  }

  EventKey end() const { return end_; }
  EventKey begin_of(std::size_t bucket) const { return base_ + (EventKey{bucket} << shift_); }
  EventKey end_of(std::size_t bucket) const { return std::min(end_, unlimited_end_of(bucket)); }
  bool one_key_per_bucket() const { return shift_ == 0; }

 private:
  /// Stops at `last_key` where the sum would wrap around.
  EventKey unlimited_end_of(std::size_t bucket) const {
    return bucket >= (last_key - base_) >> shift_ ? last_key : base_ + (EventKey{bucket + 1} << shift_);
  }

  EventKey base_ = 0;
  EventKey end_ = 0;
  int shift_ = 0;
  std::size_t word_ = 0;  // words before it have no bit set
  std::size_t words_ = 0;
  std::vector<Bucket> buckets_;
  std::array<std::uint64_t, max_buckets / 64> occupied_{};
};

}  // namespace poldyn
