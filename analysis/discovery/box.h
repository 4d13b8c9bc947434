#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace poldyn::analysis {

/// Values of one factor, by point.
struct FactorColumn {
  std::vector<double> values;  ///< of a text the place of its level, from 0; never NaN
  std::size_t levels = 0;      ///< of a text; 0 of a number
};

/// Points of a design: where they lie, and which share of its runs met a condition.
struct Points {
  std::vector<FactorColumn> columns;
  std::vector<double> shares;  ///< from 0 to 1, by point
  std::size_t size() const { return shares.size(); }
};

/// What a box asks of one factor: low < value < high of a number, a level that is kept of a text.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  std::vector<bool> kept;  ///< by level of a text; empty: all are

  bool holds(double value) const {
    if (!kept.empty()) return kept[static_cast<std::size_t>(value)];
    return low < value && value < high;
  }
  bool free() const;
};

/// One bound of a box: what can be taken away by itself.
struct Bound {
  enum class Kind { low, high, levels };
  std::size_t factor = 0;
  Kind kind = Kind::low;
  friend bool operator==(const Bound&, const Bound&) = default;
};

/// A box with faces along the axes: what can be said as "reviewers over 12 and review under 30 d".
struct Box {
  std::vector<Range> ranges;  ///< by factor

  Box() = default;
  /// Holds every point.
  explicit Box(std::size_t factors) : ranges(factors) {}
  bool holds(const Points& points, std::size_t row) const;
  std::vector<Bound> bounds() const;
  std::vector<std::size_t> factors() const;  ///< that it restricts
  Box without(const Bound& bound) const;
};

/// Those of `rows` that lie in the box.
std::vector<std::size_t> inside(const Box& box, const Points& points, std::span<const std::size_t> rows);

/// Points and their shares.
struct Mass {
  double count = 0, sum = 0;
  double mean() const { return sum / count; }
  void add(double share) { ++count, sum += share; }
  friend Mass operator-(Mass a, const Mass& b) { return {a.count - b.count, a.sum - b.sum}; }
};
Mass mass_of(const Points& points, std::span<const std::size_t> rows);

/// Sum of squares of shares that a division into `part` and the rest of `all` explains: what a regression tree looks
/// at, too (Breiman et al. 1984). 0 if either is empty.
double explained(const Mass& part, const Mass& all);

}  // namespace poldyn::analysis
