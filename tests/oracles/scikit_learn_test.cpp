#include <algorithm>
#include <cmath>

#include "analysis/discovery/regression_tree.h"
#include "tests/analysis/planted_points.h"
#include "tests/catch.h"
#include "tests/oracles/by_python.h"

using namespace poldyn::analysis;

namespace {

/// Depth, least leaf and complexity are TreeOptions' own. scikit-learn weighs squares by their share of all points, so
/// that ccp_alpha is 0.01 of the variance. It prunes what explains as little or less, poldyn what explains less.
constexpr const char* tree = R"(
from sklearn.tree import DecisionTreeRegressor
x, y = np.column_stack(data[:-1]), data[-1]
tree = DecisionTreeRegressor(max_depth=3, min_samples_leaf=int(np.ceil(0.05 * len(y))), ccp_alpha=0.01 * y.var())
tree.fit(x, y)
say(tree.get_n_leaves(), tree.predict(x))
)";

/// Four factors, the last of five values; in a corner of the first and along a ramp of the second more runs meet it.
Planted steps_and_a_ramp(std::uint64_t seed) {
  Planted made = uniform_points(seed, 500, 4);
  // scikit-learn keeps factors as floats of 24 bits: all values here are such.
  for (auto& column : made.points.columns)
    for (double& x : column.values) x = std::floor(0x1p20 * x) * 0x1p-20;
  for (double& x : made.points.columns[3].values) x = std::floor(5 * x);
  made.draw(seed, 20, [&](std::size_t row) {
    const auto& c = made.points.columns;
    return 0.2 + 0.3 * (c[0].values[row] > 0.6) + 0.3 * c[1].values[row] * (c[3].values[row] < 2);
  });
  return made;
}

}  // namespace

TEST_CASE("oracle: a regression tree has the leaves of scikit-learn's", "[reference][slow]") {
  if (const auto what = oracles::missing("sklearn.tree", "python3-sklearn"); !what.empty()) SKIP(what);
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Planted made = steps_and_a_ramp(seed);
    std::vector<std::vector<double>> data;
    std::vector<std::size_t> rows;
    for (const auto& column : made.points.columns) data.push_back(column.values);
    for (std::size_t i = 0; i < 500; ++i) rows.push_back(i);
    data.push_back(made.points.shares);
    const auto theirs = oracles::by_python(tree, data);
    const RegressionTree mine = grow_tree(made.points, rows);
    INFO("seed " << seed);
    REQUIRE(theirs.size() == 501);
    CHECK(static_cast<double>(mine.leaves().size()) == theirs[0]);
    CHECK(mine.leaves().size() >= 4);
    double worst = 0;
    for (std::size_t i = 0; i < 500; ++i)
      for (const std::size_t leaf : mine.leaves())
        if (mine.nodes[leaf].box.holds(made.points, i))
          worst = std::max(worst, std::abs(mine.nodes[leaf].mass.mean() - theirs[i + 1]));
    CHECK(worst < 1e-9);
  }
}
