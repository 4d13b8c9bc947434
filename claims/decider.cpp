#include "claims/decider.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace poldyn::analysis {
namespace {

/// Points sorted by each column once; shufflings change only which of them belongs.
class Splitter {
 public:
  Splitter(const std::vector<Column>& columns, const std::vector<double>& belongs) {
    for (std::size_t p = 0; p < belongs.size(); ++p)
      if (std::isfinite(belongs[p])) {
        points_.push_back(p);
        held_.push_back(belongs[p]);
      }
    least_ = std::max<std::size_t>(5, points_.size() / 10);
    for (const Column& column : columns) {
      const auto has = [&](std::size_t p) { return std::isfinite(column.values[p]); };
      if (!std::all_of(points_.begin(), points_.end(), has)) continue;
      columns_.push_back(&column);
      auto& order = orders_.emplace_back(points_.size());
      std::iota(order.begin(), order.end(), 0);
      std::stable_sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
        return column.values[points_[i]] < column.values[points_[j]];
      });
    }
  }

  struct Split {
    double gain = 0;
    std::size_t column = 0, left = 0;  ///< `left` points lie below the threshold
  };

  /// Squares about the mean that go with the split; a tie keeps the first.
  Split best(const std::vector<double>& held) const {
    Split found;
    const double n = static_cast<double>(held.size()), all = std::accumulate(held.begin(), held.end(), 0.0);
    for (std::size_t c = 0; c < orders_.size(); ++c) {
      double below = 0;
      for (std::size_t left = 1; left + least_ <= held.size(); ++left) {
        below += held[orders_[c][left - 1]];
        if (left < least_ || value(c, left - 1) == value(c, left)) continue;
        const double l = static_cast<double>(left), above = all - below;
        const double gain = below * below / l + above * above / (n - l) - all * all / n;
        if (gain > found.gain + rounding) found = {gain, c, left};
      }
    }
    return found;
  }

  Decider describe(const Split& split) const {
    const auto& order = orders_[split.column];
    double below = 0, above = 0;
    for (std::size_t i = 0; i < order.size(); ++i) (i < split.left ? below : above) += held_[order[i]];
    below /= static_cast<double>(split.left);
    above /= static_cast<double>(order.size() - split.left);
    const double a = value(split.column, split.left - 1), b = value(split.column, split.left);
    Decider made;
    made.parameter = columns_[split.column]->name;
    made.threshold = columns_[split.column]->logarithmic ? std::sqrt(a * b) : 0.5 * (a + b);
    made.above = above > below;
    made.share_there = std::max(above, below);
    made.share_elsewhere = std::min(above, below);
    return made;
  }

  const std::vector<double>& held() const { return held_; }

  static constexpr double rounding = 1e-9;

 private:
  double value(std::size_t column, std::size_t place) const {
    return columns_[column]->values[points_[orders_[column][place]]];
  }

  std::vector<const Column*> columns_;
  std::vector<std::size_t> points_;
  std::vector<double> held_;
  std::vector<std::vector<std::size_t>> orders_;
  std::size_t least_ = 5;
};

}  // namespace

Decider decider(const std::vector<Column>& columns, const std::vector<double>& belongs, std::size_t permutations) {
  const Splitter splitter(columns, belongs);
  const auto split = splitter.best(splitter.held());
  if (split.gain <= 0) return {};
  Decider made = splitter.describe(split);
  std::mt19937_64 random(20250101);  // any number; fixed, so that a result is the same each time
  std::vector<double> held = splitter.held();
  std::size_t as_good = 1;  // the observed one is among the equally likely ones
  for (std::size_t k = 0; k < permutations; ++k) {
    for (std::size_t i = held.size() - 1; i > 0; --i) std::swap(held[i], held[random() % (i + 1)]);
    if (splitter.best(held).gain >= split.gain - Splitter::rounding) ++as_good;
  }
  made.p = static_cast<double>(as_good) / static_cast<double>(permutations + 1);
  if (made.p > decider_error) made.parameter.clear();
  return made;
}

}  // namespace poldyn::analysis
