#pragma once

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "analysis/discovery/box.h"
#include "analysis/discovery/held_out.h"
#include "sim/engine/stream.h"

/// Points with a known answer.
namespace poldyn::analysis {

struct Planted {
  Points points;
  Outcomes outcomes;

  /// Draws whether each run meets the condition, with the probability `p(row)`.
  template <class Probability>
  void draw(std::uint64_t seed, std::size_t replicates, Probability&& p) {
    Stream stream({seed, 1}, 0, 0, 0);
    outcomes = {{}, replicates};
    points.shares.clear();
    const std::size_t n = points.columns.front().values.size();
    for (std::size_t row = 0; row < n; ++row)
      for (std::size_t r = 0; r < replicates; ++r) outcomes.met.push_back(stream.uniform() < p(row) ? 1 : 0);
    for (std::size_t row = 0; row < n; ++row) points.shares.push_back(outcomes.share(row));
  }
};

/// `factors` numbers that are uniform from 0 to 1.
inline Planted uniform_points(std::uint64_t seed, std::size_t n, std::size_t factors) {
  Planted made;
  for (std::size_t f = 0; f < factors; ++f) {
    Stream stream({seed, 0}, 0, static_cast<std::uint32_t>(f), 0);
    FactorColumn column;
    for (std::size_t i = 0; i < n; ++i) column.values.push_back(stream.uniform());
    made.points.columns.push_back(std::move(column));
  }
  return made;
}

/// x0 < 0.5, 0.3 < x2 < 0.8, x5 > 0.4 of eight factors: 0.15 of the space.
inline Box planted_box() {
  Box box(8);
  box.ranges[0].high = 0.5;
  box.ranges[2].low = 0.3, box.ranges[2].high = 0.8;
  box.ranges[5].low = 0.4;
  return box;
}

/// 0.9 in the planted box, 0.1 outside.
inline Planted planted(std::uint64_t seed, std::size_t n = 2'000, std::size_t replicates = 1) {
  Planted made = uniform_points(seed, n, 8);
  made.draw(seed, replicates,
            [&, box = planted_box()](std::size_t row) { return box.holds(made.points, row) ? 0.9 : 0.1; });
  return made;
}

inline std::vector<std::size_t> all_rows(const Points& points) {
  std::vector<std::size_t> rows(points.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

}  // namespace poldyn::analysis
