#include "analysis/discovery/regression_tree.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace poldyn::analysis {
namespace {

using Rows = std::vector<std::size_t>;

double squares_of(const Points& points, const Rows& rows, const Mass& mass) {
  double sum = 0;
  for (const std::size_t row : rows) sum += (points.shares[row] - mass.mean()) * (points.shares[row] - mass.mean());
  return sum;
}

/// A division of a node and what it explains.
struct Division {
  double gain = 0;
  std::size_t factor = 0;
  Range below, above;
  double cut = 0;
};

class Growing {
 public:
  Growing(const Points& points, std::span<const std::size_t> rows, const TreeOptions& options)
      : points_(points), options_(options) {
    least_ = std::max(1.0, options.least * static_cast<double>(rows.size()));
    add(Rows(rows.begin(), rows.end()), Box(points.columns.size()), 0);
  }

  RegressionTree take() { return std::move(tree_); }

 private:
  std::size_t add(Rows rows, Box box, std::size_t depth) {
    const std::size_t at = tree_.nodes.size();
    const Mass mass = mass_of(points_, rows);
    tree_.nodes.push_back({std::move(box), mass, squares_of(points_, rows, mass)});
    if (depth == options_.depth || !(tree_.nodes[at].squares > 0)) return at;
    if (const Division best = best_division(rows, at); best.gain > 1e-12 * tree_.nodes.front().squares)
      divide(at, best, rows, depth);
    return at;
  }

  void divide(std::size_t at, const Division& division, const Rows& rows, std::size_t depth) {
    Box below = tree_.nodes[at].box, above = below;
    below.ranges[division.factor] = division.below;
    above.ranges[division.factor] = division.above;
    Rows low = inside(below, points_, rows), high = inside(above, points_, rows);
    const std::size_t first = add(std::move(low), std::move(below), depth + 1);
    const std::size_t second = add(std::move(high), std::move(above), depth + 1);
    TreeNode& node = tree_.nodes[at];
    node.leaf = false;
    node.factor = division.factor, node.cut = division.cut;
    node.below = first, node.above = second;
  }

  Division best_division(const Rows& rows, std::size_t at) const {
    Division best;
    for (std::size_t f = 0; f < points_.columns.size(); ++f) {
      const Division one = points_.columns[f].levels > 0 ? by_level(rows, at, f) : by_value(rows, at, f);
      if (one.gain > best.gain * (1 + 1e-12)) best = one;
    }
    return best;
  }

  bool allowed(const Mass& part, const Mass& all) const {
    return part.count >= least_ && all.count - part.count >= least_;
  }

  Division by_value(Rows rows, std::size_t at, std::size_t f) const {
    const auto& values = points_.columns[f].values;
    std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    const TreeNode& node = tree_.nodes[at];
    Division best;
    best.factor = f;
    Mass part;
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
      part.add(points_.shares[rows[i]]);
      const double a = values[rows[i]], b = values[rows[i + 1]];
      if (a == b || !allowed(part, node.mass)) continue;
      if (const double gain = explained(part, node.mass); gain > best.gain * (1 + 1e-12))
        best.gain = gain, best.cut = a + 0.5 * (b - a);
    }
    if (best.gain == 0) return best;
    best.below = best.above = node.box.ranges[f];
    // A value on the cut, where midway is not between, counts as above.
    best.below.high = best.cut;
    best.above.low = std::nextafter(best.cut, -INFINITY);
    return best;
  }

  Division by_level(const Rows& rows, std::size_t at, std::size_t f) const {
    const FactorColumn& column = points_.columns[f];
    const TreeNode& node = tree_.nodes[at];
    std::vector<Mass> masses(column.levels);
    for (const std::size_t row : rows) masses[static_cast<std::size_t>(column.values[row])].add(points_.shares[row]);
    std::vector<std::size_t> order;
    for (std::size_t level = 0; level < column.levels; ++level)
      if (masses[level].count > 0) order.push_back(level);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return masses[a].mean() < masses[b].mean(); });
    Division best;
    best.factor = f;
    Mass part;
    std::size_t taken = 0;
    for (std::size_t i = 0; i + 1 < order.size(); ++i) {
      part.count += masses[order[i]].count, part.sum += masses[order[i]].sum;
      if (!allowed(part, node.mass)) continue;
      if (const double gain = explained(part, node.mass); gain > best.gain * (1 + 1e-12))
        best.gain = gain, taken = i + 1;
    }
    best.below = best.above = node.box.ranges[f];
    best.below.kept.assign(column.levels, false);
    best.above.kept.assign(column.levels, false);
    for (std::size_t i = 0; i < order.size(); ++i) (i < taken ? best.below : best.above).kept[order[i]] = true;
    return best;
  }

  const Points& points_;
  TreeOptions options_;
  double least_ = 1;
  RegressionTree tree_;
};

/// Squares that the leaves below a node leave, and how many they are.
struct Below {
  double squares = 0;
  double leaves = 0;
};
Below below(const RegressionTree& tree, std::size_t at) {
  const TreeNode& node = tree.nodes[at];
  if (node.leaf) return {node.squares, 1};
  const Below a = below(tree, node.below), b = below(tree, node.above);
  return {a.squares + b.squares, a.leaves + b.leaves};
}

void gather(const RegressionTree& tree, std::size_t at, std::vector<std::size_t>& leaves) {
  const TreeNode& node = tree.nodes[at];
  if (node.leaf) return leaves.push_back(at);
  gather(tree, node.below, leaves);
  gather(tree, node.above, leaves);
}

/// Nodes that are still part of the tree and are divided.
void gather_divided(const RegressionTree& tree, std::size_t at, std::vector<std::size_t>& divided) {
  const TreeNode& node = tree.nodes[at];
  if (node.leaf) return;
  divided.push_back(at);
  gather_divided(tree, node.below, divided);
  gather_divided(tree, node.above, divided);
}

/// Cuts off the weakest division, if it explains less than `least` for each further leaf.
bool cut_weakest(RegressionTree& tree, double least) {
  std::vector<std::size_t> divided;
  gather_divided(tree, 0, divided);
  std::size_t weakest = 0;
  double lowest = least;
  for (const std::size_t at : divided) {
    const Below left = below(tree, at);
    const double strength = (tree.nodes[at].squares - left.squares) / (left.leaves - 1);
    if (strength < lowest) lowest = strength, weakest = at + 1;
  }
  if (weakest == 0) return false;
  tree.nodes[weakest - 1].leaf = true;
  return true;
}

}  // namespace

std::vector<std::size_t> RegressionTree::leaves() const {
  std::vector<std::size_t> made;
  gather(*this, 0, made);
  std::stable_sort(made.begin(), made.end(),
                   [&](std::size_t a, std::size_t b) { return nodes[a].mass.mean() > nodes[b].mass.mean(); });
  return made;
}

RegressionTree grow_tree(const Points& points, std::span<const std::size_t> rows, const TreeOptions& options) {
  RegressionTree tree = Growing(points, rows, options).take();
  while (cut_weakest(tree, options.complexity * tree.nodes.front().squares)) {
  }
  return tree;
}

std::vector<Box> best_leaves(const RegressionTree& tree) {
  const auto leaves = tree.leaves();
  Mass part;
  double most = 0;
  std::size_t taken = 0;
  for (std::size_t i = 0; i + 1 < leaves.size(); ++i) {
    const Mass& one = tree.nodes[leaves[i]].mass;
    part.count += one.count, part.sum += one.sum;
    if (const double value = explained(part, tree.nodes.front().mass); value > most) most = value, taken = i + 1;
  }
  std::vector<Box> made;
  for (std::size_t i = 0; i < taken; ++i) made.push_back(tree.nodes[leaves[i]].box);
  return made;
}

}  // namespace poldyn::analysis
