#include "sim/observe/stress_test.h"

#include <algorithm>
#include <cmath>

#include "sim/base/elementary.h"

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
  return 1 / (1 + exp((x - stress.demand_oom) / stress.spread_oom));
}

/// E max(0, stress - x), OOM: the integral of P(stress > y) over y > x.
double mean_beyond(const Stress& stress, double x) {
  const double scaled = (stress.demand_oom - x) / stress.spread_oom;
  return stress.spread_oom * (std::max(0.0, scaled) + log1p(exp(-std::abs(scaled))));  // log(1 + e^scaled)
}

/// The stress that is exceeded with the probability `tail`; -inf if that is 1.
double worst_from(const Stress& stress) {
  return stress.demand_oom + stress.spread_oom * log((1 - stress.tail) / stress.tail);
}

/// Mean over the worst stresses, those from `worst` on, of what a model lacks that bears `bears`.
double mean_lack(const Stress& stress, double worst, double bears) {
  if (bears >= worst) return mean_beyond(stress, bears) / stress.tail;
  return worst - bears + mean_beyond(stress, worst) / stress.tail;
}

}  // namespace

StressOutcome stress_test(const World& world, const Bloc& bloc, std::span<const double> use) {
  const Stress& stress = world.stress;
  if (!is_set(stress.weight) || !is_set(stress.usual)) return {};
  const double worst = worst_from(stress);
  double sum = 0, failing = 0, lack = 0;
  for (std::size_t i = 0; i < use.size(); ++i) {
    const double b = bears(stress, bloc.market, static_cast<Eigen::Index>(i), world.domains);
    sum += use[i];
    failing += use[i] * chance_beyond(stress, b);
    lack += use[i] * mean_lack(stress, worst, b);
  }
  return sum > 0 ? StressOutcome{std::min(1.0, failing / sum), lack / sum} : StressOutcome{};
}

}  // namespace poldyn
