#include "analysis/tradeoff/front.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "analysis/stats.h"

namespace poldyn::analysis {
namespace {

bool dominates(const Eigen::MatrixXd& costs, Eigen::Index a, Eigen::Index b) {
  bool lower = false;
  for (Eigen::Index c = 0; c < costs.cols(); ++c) {
    if (costs(a, c) > costs(b, c)) return false;
    lower |= costs(a, c) < costs(b, c);
  }
  return lower;
}

}  // namespace

std::vector<bool> on_front(const Eigen::MatrixXd& costs) {
  std::vector<Eigen::Index> order(static_cast<std::size_t>(costs.rows()));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  // What dominates a row stands before it, so that a row can be judged by those that came.
  std::sort(order.begin(), order.end(), [&](Eigen::Index a, Eigen::Index b) {
    for (Eigen::Index c = 0; c < costs.cols(); ++c)
      if (costs(a, c) != costs(b, c)) return costs(a, c) < costs(b, c);
    return a < b;
  });
  std::vector<bool> made(order.size(), false);
  std::vector<Eigen::Index> front;
  for (const Eigen::Index row : order) {
    if (std::any_of(front.begin(), front.end(), [&](Eigen::Index one) { return dominates(costs, one, row); })) continue;
    front.push_back(row);
    made[static_cast<std::size_t>(row)] = true;
  }
  return made;
}

std::vector<std::size_t> dominators(const Eigen::MatrixXd& costs, const std::vector<bool>& front) {
  std::vector<std::size_t> made(front.size());
  for (std::size_t row = 0; row < front.size(); ++row) {
    made[row] = row;
    for (std::size_t by = 0; by < front.size() && !front[row] && made[row] == row; ++by)
      if (front[by] && dominates(costs, static_cast<Eigen::Index>(by), static_cast<Eigen::Index>(row))) made[row] = by;
  }
  return made;
}

double worlds_to_settle(double membership) {
  if (membership <= 1 - confidence || membership >= confidence) return 1;
  const boost::math::normal law;
  const double z = boost::math::quantile(law, membership), wanted = boost::math::quantile(law, confidence);
  return z == 0 ? std::numeric_limits<double>::infinity() : wanted * wanted / (z * z);
}

}  // namespace poldyn::analysis
