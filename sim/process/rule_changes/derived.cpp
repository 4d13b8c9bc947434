#include "sim/process/rule_changes/derived.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace poldyn {
namespace {

/// Expected days for which a filing is mended at a stage: after each attempt but the last that fails.
double mending_days(const StageRule& rule) {
  double days = 0, failed = 1;
  for (std::int64_t k = 1; k < rule.max_attempts; ++k) days += (failed *= 1 - rule.pass_probability);
  return days * rule.rectification.mean;
}

}  // namespace

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
  for (const auto& name : rules.tracks[track].rule.stages)
    for (const auto& stage : rules.stages)
      if (stage.name == name) days += stage.rule.review.mean + (on.windows ? stage.rule.window.count() / 2 : 0);
  return days;
}

double promised_days(const BlocRules& rules, const Mechanisms& on, std::size_t track) {
  constexpr double never = std::numeric_limits<double>::infinity();
  if (!on.deadlines) return never;
  const TrackRule& whole = rules.tracks[track].rule;
  double by_stage = 0, mending = 0;
  for (const std::string& name : whole.stages)
    for (const auto& [stage, rule] : rules.stages) {
      if (stage != name) continue;
      const bool decides = rule.on_deadline == DeadlineAction::approve || rule.on_deadline == DeadlineAction::refuse;
      const double mended = on.returns ? mending_days(rule) : 0;
      by_stage += rule.deadline > Days{0} && decides ? rule.deadline.count() + (rule.clock_stops ? mended : 0) : never;
      mending += mended;
    }
  const bool decides = whole.deadline > Days{0} && whole.on_deadline != TrackDeadline::refund;
  const double at_once = decides ? whole.deadline.count() + (whole.clock_stops ? mending : 0) : never;
  return std::min(at_once, whole.stages.empty() ? never : by_stage);
}

std::array<double, strata> stratum_weights(const Scenario& rules, const BlocRules& bloc) {
  const PopulationRule& population = bloc.population;
  double sum = 0;
  for (const double share : population.class_shares) sum += share;
  std::array<double, strata> weights{};
  for (std::size_t c = 0; c < population.class_shares.size(); ++c) {
    const auto cls = static_cast<VendorClass>(c);
    const double in_public = class_rule(rules, bloc, cls).public_facing;
    weights[stratum_of(cls, true)] = population.class_shares[c] / sum * in_public;
    weights[stratum_of(cls, false)] = population.class_shares[c] / sum * (1 - in_public);
  }
  return weights;
}

Route route_of_track(const BlocRules& rules, std::size_t track) {
  Route route;
  for (const std::string& name : rules.tracks[track].rule.stages)
    for (std::size_t s = 0; s < rules.stages.size(); ++s)
      if (rules.stages[s].name == name) route.push_back(static_cast<std::uint8_t>(s));
  return route;
}

}  // namespace poldyn
