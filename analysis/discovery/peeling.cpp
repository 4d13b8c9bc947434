#include "analysis/discovery/peeling.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace poldyn::analysis {
namespace {

constexpr double everywhere = std::numeric_limits<double>::infinity();
constexpr int most_rounds = 20;  // of pasting; it takes two or three

/// Between two neighbouring values, where neither lies on the bound: of the numbers with the fewest digits the one next
/// to the middle, so that people can say it and it is the very bound that was judged. `low`: b is to be kept.
double between(double a, double b, bool low) {
  const double middle = a + 0.5 * (b - a);
  const int coarsest = static_cast<int>(std::ceil(std::log10(b - a)));
  constexpr int digits = 17;  // that tell doubles apart
  for (int power = coarsest; power > coarsest - digits; --power) {
    const double unit = std::pow(10.0, std::abs(power));
    const double rounded = power < 0 ? std::round(middle * unit) / unit : std::round(middle / unit) * unit;
    if (rounded > a && rounded < b) return rounded + 0.0;  // 0 has no sign
  }
  if (middle > a && middle < b) return middle;
  return low ? a : b;
}

/// A slice that could be taken.
struct Slice {
  Range range;  ///< of its factor once it is gone
  Mass taken;
};

/// The box on its way down: its points, in the order of each factor that is a number.
class Peeling {
 public:
  Peeling(const Points& points, std::span<const std::size_t> rows, const PeelingOptions& options)
      : points_(points), options_(options), in_(points.size(), false) {
    box_ = Box(points.columns.size());
    inside_ = mass_of(points, rows);
    least_ = options.least * inside_.count;
    for (const FactorColumn& column : points.columns) {
      orders_.emplace_back(rows.begin(), rows.end());
      if (column.levels > 0) continue;
      std::stable_sort(orders_.back().begin(), orders_.back().end(),
                       [&](std::uint32_t a, std::uint32_t b) { return column.values[a] < column.values[b]; });
    }
    for (const std::size_t row : rows) in_[row] = true;
  }

  Peel now() const { return {box_, inside_}; }

  /// False if no slice can be taken.
  bool step() {
    double best = -everywhere;
    std::size_t factor = 0;
    Slice chosen;
    for (std::size_t f = 0; f < orders_.size(); ++f)
      for (Slice& slice : slices_of(f))
        if (const double value = worth(slice.taken); value > best) best = value, factor = f, chosen = std::move(slice);
    if (best == -everywhere) return false;
    box_.ranges[factor] = chosen.range;
    inside_ = inside_ - chosen.taken;
    forget(factor);
    return true;
  }

 private:
  double slice_size() const { return std::max(1.0, std::floor(options_.slice * inside_.count)); }

  /// Gain of the mean by each point that is taken.
  double worth(const Mass& taken) const {
    const Mass left = inside_ - taken;
    if (taken.count == 0 || left.count < std::max(1.0, least_)) return -everywhere;
    return (left.mean() - inside_.mean()) / std::max(taken.count, slice_size());
  }

  std::vector<Slice> slices_of(std::size_t f) const {
    if (points_.columns[f].levels > 0) return slices_of_levels(f);
    const auto& order = orders_[f];
    return {end_slice(f, order.begin(), order.end(), true), end_slice(f, order.rbegin(), order.rend(), false)};
  }

  /// The slice from one end on: a share of the points, and whole groups of equal values.
  template <class Iterator>
  Slice end_slice(std::size_t f, Iterator begin, Iterator end, bool low) const {
    const auto& values = points_.columns[f].values;
    Slice made{box_.ranges[f], {}};
    if (begin == end) return made;
    auto cut = begin + static_cast<std::ptrdiff_t>(slice_size());
    if (cut >= end) return made;
    while (cut != begin && values[*cut] == values[*(cut - 1)]) --cut;
    if (cut == begin) {  // the first group is larger than a slice
      while (cut != end && values[*cut] == values[*begin]) ++cut;
      if (cut == end) return made;
    }
    for (auto at = begin; at != cut; ++at) made.taken.add(points_.shares[*at]);
    const double bound =
        between(std::min(values[*(cut - 1)], values[*cut]), std::max(values[*(cut - 1)], values[*cut]), low);
    (low ? made.range.low : made.range.high) = bound;
    return made;
  }

  std::vector<Slice> slices_of_levels(std::size_t f) const {
    const FactorColumn& column = points_.columns[f];
    std::vector<Mass> masses(column.levels);
    for (const std::uint32_t row : orders_[f])
      masses[static_cast<std::size_t>(column.values[row])].add(points_.shares[row]);
    std::vector<Slice> made;
    for (std::size_t level = 0; level < column.levels; ++level) {
      if (masses[level].count == 0) continue;
      made.push_back({box_.ranges[f], masses[level]});
      auto& kept = made.back().range.kept;
      if (kept.empty()) kept.assign(column.levels, true);
      kept[level] = false;
    }
    return made;
  }

  /// Takes what no longer lies in the box out of all orders.
  void forget(std::size_t factor) {
    const Range& range = box_.ranges[factor];
    const auto& values = points_.columns[factor].values;
    for (const std::uint32_t row : orders_[factor])
      if (!range.holds(values[row])) in_[row] = false;
    for (auto& order : orders_) std::erase_if(order, [&](std::uint32_t row) { return !in_[row]; });
  }

  const Points& points_;
  PeelingOptions options_;
  Box box_;
  Mass inside_;
  double least_ = 0;
  std::vector<std::vector<std::uint32_t>> orders_;
  std::vector<bool> in_;
};

/// Points that only `bound` may keep out of a box, in the order of its factor.
std::vector<std::size_t> in_order(const Box& box, const Bound& bound, const Points& points,
                                  std::span<const std::size_t> rows) {
  std::vector<std::size_t> made = inside(box.without(bound), points, rows);
  const auto& values = points.columns[bound.factor].values;
  std::stable_sort(made.begin(), made.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  if (bound.kind == Bound::Kind::high) std::reverse(made.begin(), made.end());
  return made;
}

/// What pasting looks at: the squares that are explained, or nothing where the box may not be so.
class Goal {
 public:
  Goal(Mass all, double least) : all_(all), least_(least) {}
  double of(const Mass& part) const {
    if (part.count < least_ || part.count >= all_.count || part.mean() <= all_.mean()) return 0;
    return explained(part, all_);
  }

 private:
  Mass all_;
  double least_;
};

/// Sets one end of a range where the box explains most.
void move_end(Box& box, const Bound& bound, const Points& points, std::span<const std::size_t> rows, const Goal& goal) {
  const auto order = in_order(box, bound, points, rows);
  const auto& values = points.columns[bound.factor].values;
  Mass part = mass_of(points, order);
  double best = goal.of(part);
  std::size_t cut = 0;
  for (std::size_t i = 1; i < order.size(); ++i) {
    part = part - Mass{1, points.shares[order[i - 1]]};
    if (values[order[i]] == values[order[i - 1]]) continue;
    if (const double value = goal.of(part); value > best) best = value, cut = i;
  }
  box = box.without(bound);
  if (cut == 0) return;
  const double a = values[order[cut - 1]], b = values[order[cut]];
  Range& range = box.ranges[bound.factor];
  const bool low = bound.kind == Bound::Kind::low;
  (low ? range.low : range.high) = between(std::min(a, b), std::max(a, b), low);
}

/// Takes in or leaves out levels as long as the box explains more for it.
void move_levels(Box& box, const Bound& bound, const Points& points, std::span<const std::size_t> rows,
                 const Goal& goal) {
  const FactorColumn& column = points.columns[bound.factor];
  std::vector<Mass> masses(column.levels);
  for (const std::size_t row : inside(box.without(bound), points, rows))
    masses[static_cast<std::size_t>(column.values[row])].add(points.shares[row]);
  auto& kept = box.ranges[bound.factor].kept;
  Mass part;
  for (std::size_t level = 0; level < column.levels; ++level)
    if (kept[level]) part.count += masses[level].count, part.sum += masses[level].sum;
  for (std::size_t level = 0; level < column.levels; ++level) {
    const Mass& one = masses[level];
    const Mass other = kept[level] ? part - one : Mass{part.count + one.count, part.sum + one.sum};
    if (one.count > 0 && goal.of(other) > goal.of(part)) part = other, kept[level] = !kept[level];
  }
}

bool same(const Box& a, const Box& b) {
  for (std::size_t f = 0; f < a.ranges.size(); ++f)
    if (a.ranges[f].low != b.ranges[f].low || a.ranges[f].high != b.ranges[f].high ||
        a.ranges[f].kept != b.ranges[f].kept)
      return false;
  return true;
}

}  // namespace

std::vector<Peel> peel(const Points& points, std::span<const std::size_t> rows, const PeelingOptions& options) {
  Peeling peeling(points, rows, options);
  std::vector<Peel> way{peeling.now()};
  while (peeling.step()) way.push_back(peeling.now());
  return way;
}

std::size_t best_of(const std::vector<Peel>& way) {
  const Mass& all = way.front().inside;
  std::size_t best = 0;
  double most = 0;
  for (std::size_t i = 1; i < way.size(); ++i) {
    const Mass& part = way[i].inside;
    const double value = part.mean() > all.mean() ? explained(part, all) : 0;
    if (value > most) most = value, best = i;
  }
  return best;
}

Box pasted(Box box, const Points& points, std::span<const std::size_t> rows, const PeelingOptions& options) {
  const Mass all = mass_of(points, rows);
  const Goal goal(all, options.least * all.count);
  for (int round = 0; round < most_rounds; ++round) {
    const Box before = box;
    for (const Bound& bound : box.bounds())
      if (bound.kind == Bound::Kind::levels)
        move_levels(box, bound, points, rows, goal);
      else
        move_end(box, bound, points, rows, goal);
    if (same(before, box)) break;
  }
  return box;
}

}  // namespace poldyn::analysis
