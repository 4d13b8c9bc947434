#pragma once

#include <bit>
#include <cstddef>
#include <vector>

namespace poldyn {

/// Weights by number, of which one may change in O(log n) and one be found in proportion in O(log n). Inner sums are
/// those of the leaves as they are: what was there before leaves no rounding behind.
class SumTree {
 public:
  /// Makes room for so many weights, and all of them 0.
  void reset(std::size_t size) {
    leaves_ = std::bit_ceil(size < 1 ? std::size_t{1} : size);
    sums_.assign(2 * leaves_, 0);
    size_ = size;
  }
  std::size_t size() const { return size_; }
  double total() const { return sums_[1]; }
  double weight(std::size_t i) const { return sums_[leaves_ + i]; }

  /// Sets one weight, >= 0, and makes room for it if there is none.
  void set(std::size_t i, double weight) {
    if (i >= size_) grow(i + 1);
    std::size_t node = leaves_ + i;
    sums_[node] = weight;
    for (node /= 2; node > 0; node /= 2) sums_[node] = sums_[2 * node] + sums_[2 * node + 1];
  }

  /// The number that `unit`, in (0, 1), falls on when weights lie side by side in order; total() is above 0. Never one
  /// of weight 0.
  std::size_t find(double unit) const {
    double left = unit * total();
    std::size_t node = 1;
    while (node < leaves_) {
      const double below = sums_[2 * node];
      // By rounding `left` may reach what lies to the right of the last weight: where there is none one stays left.
      const bool right = left >= below && sums_[2 * node + 1] > 0;
      if (right) left -= below;
      node = 2 * node + (right ? 1 : 0);
    }
    return node - leaves_;
  }

 private:
  void grow(std::size_t size) {
    if (size > leaves_) {
      const std::vector<double> old(sums_.begin() + static_cast<std::ptrdiff_t>(leaves_),
                                    sums_.begin() + static_cast<std::ptrdiff_t>(leaves_ + size_));
      reset(2 * size);
      for (std::size_t i = 0; i < old.size(); ++i) sums_[leaves_ + i] = old[i];
      for (std::size_t node = leaves_ - 1; node > 0; --node) sums_[node] = sums_[2 * node] + sums_[2 * node + 1];
    }
    size_ = size;
  }

  std::size_t leaves_ = 1, size_ = 0;
  std::vector<double> sums_ = {0, 0};  ///< node 1 is the root, the children of n are 2n and 2n + 1
};

}  // namespace poldyn
