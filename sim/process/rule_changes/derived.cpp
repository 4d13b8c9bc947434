#include "sim/process/rule_changes/derived.h"

#include <algorithm>
#include <numeric>

namespace poldyn {

std::vector<double> region_shares(const PopulationRule& rule) {
  std::vector<double> shares(static_cast<std::size_t>(rule.regions), 1.0);
  if (!rule.region_weights.empty()) shares = rule.region_weights;
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= sum;
  return shares;
}

void set_stress(World& world, const Scenario& rules) {
  Stress& stress = world.stress;
  const auto share_out = [&](std::array<double, max_domains>& weight) {
    double sum = 0;
    for (const double w : weight) sum += w;
    for (double& w : weight) w = sum > 0 ? w / sum : 0;
  };
  double given = 0;
  for (const auto& domain : rules.domains) given += domain.rule.stress_weight;
  for (std::size_t d = 0; d < rules.domains.size(); ++d) {
    const DomainRule& rule = rules.domains[d].rule;
    const bool outside = !rule.outside_envelope_of.empty();
    stress.weight[d] = given > 0 ? rule.stress_weight : outside ? rule.demand_weight : 0;
    stress.usual[d] = stress.weight[d] > 0 ? 0 : rule.demand_weight;
  }
  share_out(stress.weight);
  share_out(stress.usual);
  stress.demand_oom = rules.stress.demand_oom;
  stress.spread_oom = rules.stress.spread_oom;
  stress.robustness_oom = rules.stress.robustness_oom;
  stress.tail = rules.stress.tail;
}

void set_envelopes(World& world, const Scenario& rules) {
  for (std::size_t d = 0; d < rules.domains.size(); ++d) {
    const std::vector<std::string>& names = rules.domains[d].rule.outside_envelope_of;
    for (Bloc& bloc : world.blocs)
      bloc.outside_envelope[d] = std::find(names.begin(), names.end(), bloc.name) != names.end();
  }
}

double prior_review_days(const BlocRules& rules, const Mechanisms& on, std::size_t track) {
  double days = 0;
  for (const auto& name : rules.track[track].stages)
    for (const auto& stage : rules.stages)
      if (stage.name == name) days += stage.rule.review.mean + (on.windows ? stage.rule.window.count() / 2 : 0);
  return days;
}

std::array<double, strata> stratum_weights(const Scenario& rules, const PopulationRule& population) {
  double sum = 0;
  for (const double share : population.class_shares) sum += share;
  std::array<double, strata> weights{};
  for (std::size_t c = 0; c < population.class_shares.size(); ++c) {
    const auto cls = static_cast<VendorClass>(c);
    const double in_public = rules.classes[c].public_facing;
    weights[stratum_of(cls, true)] = population.class_shares[c] / sum * in_public;
    weights[stratum_of(cls, false)] = population.class_shares[c] / sum * (1 - in_public);
  }
  return weights;
}

Route route_of_track(const BlocRules& rules, std::size_t track) {
  Route route;
  for (const std::string& name : rules.track[track].stages)
    for (std::size_t s = 0; s < rules.stages.size(); ++s)
      if (rules.stages[s].name == name) route.push_back(static_cast<std::uint8_t>(s));
  return route;
}

}  // namespace poldyn
