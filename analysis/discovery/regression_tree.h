#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/discovery/box.h"

/// A regression tree (Breiman, Friedman, Olshen & Stone 1984, Classification and Regression Trees): looks at the whole
/// space at once, where peeling goes one way, and so says whether a box tells the story.
namespace poldyn::analysis {

struct TreeOptions {
  std::size_t depth = 3;     ///< most divisions on the way to a leaf
  double least = 0.05;       ///< share of the points that a leaf holds, at least one point
  double complexity = 0.01;  ///< share of the squares of all points that each division must explain
};

struct TreeNode {
  Box box;
  Mass mass;
  double squares = 0;  ///< of shares about their mean
  bool leaf = true;    ///< else the values below belong to its division
  std::size_t factor = 0;
  double cut = 0;                    ///< of a number: `below` has the values below
  std::size_t below = 0, above = 0;  ///< places of the two nodes
};

struct RegressionTree {
  std::vector<TreeNode> nodes;  ///< the first is the root; some may be cut off
  /// Places of the leaves, the highest mean share first.
  std::vector<std::size_t> leaves() const;
};

/// Each node is divided where most squares are explained, of equals at the first factor and the lowest cut, midway
/// between neighbours; levels of a text by their mean share (Fisher 1958, J. Amer. Statist. Assoc. 53). Then the
/// weakest divisions are cut off: those that explain less than `complexity` for each further leaf (Breiman et
/// al., 3.3).
RegressionTree grow_tree(const Points& points, std::span<const std::size_t> rows, const TreeOptions& options = {});

/// Leaves, of the highest mean shares, that together explain most against the rest. None of a tree of one leaf.
std::vector<Box> best_leaves(const RegressionTree& tree);

}  // namespace poldyn::analysis
