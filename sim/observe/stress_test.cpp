#include "sim/observe/stress_test.h"

#include <algorithm>
#include <cmath>

namespace poldyn {
namespace {

bool is_set(const std::array<double, max_domains>& weight) {
  return std::any_of(weight.begin(), weight.end(), [](double w) { return w > 0; });
}

/// Largest stress that a row's model bears, OOM: what it can do in the stressed domains beyond the usual ones, and what
/// its robustness is worth.
double bears(const Stress& stress, const Market& market, Eigen::Index row, std::size_t domains) {
  double q = stress.robustness_oom * market.robustness(row);
  for (std::size_t d = 0; d < domains; ++d)
    q += (stress.weight[d] - stress.usual[d]) * market.quality(row, static_cast<Eigen::Index>(d));
  return q;
}

/// P(stress > x).
double chance_beyond(const Stress& stress, double x) {
  return 1 / (1 + std::exp((x - stress.demand_oom) / stress.spread_oom));
}

}  // namespace

StressOutcome stress_test(const World& world, const Bloc& bloc, std::span<const double> use) {
  const Stress& stress = world.stress;
  if (!is_set(stress.weight) || !is_set(stress.usual)) return {};
  double sum = 0, failing = 0, tail = 0;
  for (std::size_t i = 0; i < use.size(); ++i) {
    const double p = chance_beyond(stress, bears(stress, bloc.market, static_cast<Eigen::Index>(i), world.domains));
    sum += use[i];
    failing += use[i] * p;
    tail += use[i] * std::min(1.0, p / stress.tail);
  }
  const auto share = [sum](double part) { return std::min(1.0, ratio(part, sum)); };
  return sum > 0 ? StressOutcome{share(failing), share(tail)} : StressOutcome{};
}

}  // namespace poldyn
