#include "analysis/discovery/regression_tree.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/analysis/planted_points.h"
#include "tests/catch.h"

namespace {
using namespace poldyn::analysis;

Points eight() { return {{{{1, 2, 3, 4, 5, 6, 7, 8}, 0}}, {0, 0, 0, 1, 1, 0, 1, 1}}; }
constexpr TreeOptions to_the_end{.depth = 3, .least = 0, .complexity = 0};

}  // namespace

TEST_CASE("regression tree: divisions and squares are those of a computation by hand", "[reference]") {
  // Squares 2; of cuts after 1 to 7 points the third explains 3 * 5 / 8 * 0.8^2 = 1.2, the sixth 2 / 3, others less.
  const Points points = eight();
  const RegressionTree tree = grow_tree(points, all_rows(points), to_the_end);
  const TreeNode& root = tree.nodes[0];
  CHECK(root.squares == 2);
  REQUIRE_FALSE(root.leaf);
  CHECK(root.cut == 3.5);
  const TreeNode& above = tree.nodes[root.above];
  CHECK_THAT(above.squares, WithinRel(0.8, 1e-12));
  CHECK(above.cut == 5.5);  // explains 2 / 15, as 6.5 does: the lower one
  const TreeNode& last = tree.nodes[above.above];
  CHECK_THAT(last.squares, WithinRel(2.0 / 3, 1e-12));
  CHECK(last.cut == 6.5);
  CHECK(tree.nodes[root.below].leaf);
  CHECK(tree.leaves().size() == 4);
}

TEST_CASE("regression tree: the weakest division is cut off first", "[reference]") {
  // That of 4 to 8 explains 0.8 with two further leaves, 0.4 each; the root 1.2, once that is gone.
  const Points points = eight();
  const auto leaves = [&](double complexity) {
    return grow_tree(points, all_rows(points), {.depth = 3, .least = 0, .complexity = complexity}).leaves().size();
  };
  CHECK(leaves(0.19) == 4);
  CHECK(leaves(0.21) == 2);
  CHECK(leaves(0.59) == 2);
  CHECK(leaves(0.61) == 1);
}

TEST_CASE("regression tree: levels are divided by their means, and leaves hold what they must", "[reference]") {
  const Points text{{{{0, 1, 2, 0, 1, 2, 0, 1, 2, 0}, 3}}, {0.1, 0.9, 0.2, 0.1, 0.9, 0.2, 0.1, 0.9, 0.2, 0.1}};
  const RegressionTree tree = grow_tree(text, all_rows(text), {.depth = 1, .least = 0, .complexity = 0});
  REQUIRE(tree.leaves().size() == 2);
  CHECK(tree.nodes[tree.nodes[0].below].box.ranges[0].kept == std::vector<bool>{true, false, true});
  CHECK(tree.nodes[tree.nodes[0].above].box.ranges[0].kept == std::vector<bool>{false, true, false});
  // A leaf of two of eight points may not be smaller: the cut after three still is the best.
  const Points points = eight();
  const RegressionTree held = grow_tree(points, all_rows(points), {.depth = 3, .least = 0.25, .complexity = 0});
  for (const std::size_t leaf : held.leaves()) CHECK(held.nodes[leaf].mass.count >= 2);
  CHECK(held.nodes[0].cut == 3.5);
}

TEST_CASE("regression tree: leaves cover all points once, and the best are the planted box", "[property]") {
  const Planted made = planted(5, 2'000, 4);
  const auto rows = all_rows(made.points);
  const RegressionTree tree = grow_tree(made.points, rows, {.depth = 4, .least = 0.02, .complexity = 0.01});
  double count = 0;
  for (const std::size_t leaf : tree.leaves()) count += double(inside(tree.nodes[leaf].box, made.points, rows).size());
  CHECK(count == 2'000);
  const auto best = best_leaves(tree);
  REQUIRE(best.size() == 1);
  const Box truth = planted_box();
  CHECK_THAT(best[0].ranges[0].high, WithinAbs(truth.ranges[0].high, 0.05));
  CHECK_THAT(best[0].ranges[2].low, WithinAbs(truth.ranges[2].low, 0.05));
  CHECK_THAT(best[0].ranges[2].high, WithinAbs(truth.ranges[2].high, 0.05));
  CHECK_THAT(best[0].ranges[5].low, WithinAbs(truth.ranges[5].low, 0.05));
}

TEST_CASE("regression tree: what cannot be divided is one leaf", "[edge]") {
  const Points constant{{{{2, 2, 2}, 0}}, {0, 1, 0}}, alike{{{{1, 2, 3}, 0}}, {1, 1, 1}};
  CHECK(grow_tree(constant, all_rows(constant)).leaves().size() == 1);
  CHECK(grow_tree(alike, all_rows(alike)).leaves().size() == 1);
  CHECK(best_leaves(grow_tree(alike, all_rows(alike))).empty());
}

TEST_CASE("regression tree: the same as rpart's", "[reference][slow]") {
  if (std::system("Rscript -e 'library(rpart)' > /dev/null 2>&1") != 0)
    SKIP("R with its package rpart is not installed");
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("poldyn-rpart-{}", ::getpid());
  std::filesystem::create_directories(folder);
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Planted made = uniform_points(seed, 500, 4);
    made.points.columns[3].levels = 5;
    for (double& x : made.points.columns[3].values) x = std::floor(5 * x);
    made.draw(seed, 20, [&](std::size_t row) {
      const auto& c = made.points.columns;
      return 0.2 + 0.3 * (c[0].values[row] > 0.6) + 0.3 * c[1].values[row] * (c[3].values[row] < 2);
    });
    std::ofstream csv(folder / "points.csv");
    csv << "a,b,c,d,y\n";
    for (std::size_t i = 0; i < 500; ++i) {
      const auto& c = made.points.columns;
      csv << fmt::format("{},{},{},l{},{}\n", c[0].values[i], c[1].values[i], c[2].values[i], c[3].values[i],
                         made.points.shares[i]);
    }
    csv.close();
    const std::string program =
        "library(rpart); d <- read.csv('points.csv', stringsAsFactors = TRUE);"
        "t <- rpart(y ~ ., d, method = 'anova', control = rpart.control(minsplit = 2, minbucket = 25, cp = 0,"
        "maxdepth = 3, xval = 0, maxsurrogate = 0));"
        "cat(sprintf('%.17g', predict(prune(t, cp = 0.01))), sep = '\\n', file = 'fitted.txt')";
    REQUIRE(std::system(fmt::format("cd {} && Rscript -e \"{}\"", folder.string(), program).c_str()) == 0);
    std::ifstream fitted(folder / "fitted.txt");
    const RegressionTree tree = grow_tree(made.points, all_rows(made.points));
    double worst = 0;
    std::size_t read = 0;
    for (double theirs = 0; fitted >> theirs; ++read)
      for (const std::size_t leaf : tree.leaves())
        if (tree.nodes[leaf].box.holds(made.points, read))
          worst = std::max(worst, std::abs(tree.nodes[leaf].mass.mean() - theirs));
    CHECK(read == 500);
    CHECK(worst < 1e-9);
    CHECK(tree.leaves().size() >= 4);
  }
  std::filesystem::remove_all(folder);
}
