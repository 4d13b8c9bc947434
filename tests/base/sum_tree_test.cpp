/// Weights by number: what is found lies where a plain walk along the weights finds it, whatever was there before.

#include "sim/base/sum_tree.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "sim/engine/stream.h"
#include "tests/catch.h"

using poldyn::SumTree;

namespace {

/// The number whose stretch holds `unit` of the whole; by a walk.
std::size_t walk(const std::vector<double>& weights, double unit) {
  double sum = 0, left = 0;
  for (const double w : weights) sum += w;
  std::size_t last = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] <= 0) continue;
    last = i;
    if (unit * sum < (left += weights[i])) return i;
  }
  return last;
}

}  // namespace

TEST_CASE("sum tree: finds what a walk along the weights finds, after any changes", "[base]") {
  poldyn::Stream dice({5, 0}, 1, 0, 0);
  for (const std::size_t size : {1U, 2U, 3U, 7U, 8U, 9U, 100U}) {
    SumTree tree;
    std::vector<double> weights;
    for (int change = 0; change < 400; ++change) {
      const std::size_t i = dice.below(static_cast<std::uint32_t>(size));
      // Whole numbers, so that both sums are exact.
      const double w = dice.uniform() < 0.3 ? 0 : dice.below(1000);
      if (i >= weights.size()) weights.resize(i + 1);
      weights[i] = w;
      tree.set(i, w);
      REQUIRE(tree.size() == weights.size());
      double sum = 0;
      for (std::size_t k = 0; k < weights.size(); ++k) {
        sum += weights[k];
        REQUIRE(tree.weight(k) == weights[k]);
      }
      REQUIRE(tree.total() == sum);
      if (sum <= 0) continue;
      for (const double unit : {1e-16, dice.uniform(), dice.uniform(), 1 - 1e-16})
        REQUIRE(tree.find(unit) == walk(weights, unit));
    }
  }
}

TEST_CASE("sum tree: what a weight was leaves no rounding in the sums", "[base]") {
  SumTree used, fresh;
  for (std::size_t i = 0; i < 50; ++i) used.set(i, 1e17 * static_cast<double>(i)), used.set(i, 0.1), fresh.set(i, 0.1);
  CHECK(used.total() == fresh.total());
  used.set(7, 0), fresh.set(7, 0);
  CHECK(used.total() == fresh.total());
}

TEST_CASE("sum tree: a weight of 0 is never found, also where rounding points beyond the last", "[base]") {
  SumTree tree;
  tree.set(4, 0.0);
  for (const std::size_t i : {1U, 2U}) tree.set(i, 0.1);
  for (int k = 0; k <= 1000; ++k) {
    const std::size_t found = tree.find(k == 1000 ? 1.0 : k / 1000.0);
    CHECK((found == 1 || found == 2));
  }
  tree.reset(0);
  CHECK(tree.size() == 0);
  CHECK(tree.total() == 0);
}
