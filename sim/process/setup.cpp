#include "sim/process/setup.h"

#include <algorithm>
#include <numeric>

#include "sim/engine/sample.h"
#include "sim/process/arrivals.h"
#include "sim/process/audits.h"
#include "sim/process/directives.h"
#include "sim/process/epoch.h"
#include "sim/process/landscape_draw.h"
#include "sim/process/offers.h"
#include "sim/process/paradigms.h"
#include "sim/process/policy.h"
#include "sim/process/procurement.h"
#include "sim/process/programmes.h"
#include "sim/process/regions.h"
#include "sim/process/simulation.h"
#include "sim/process/standards.h"
#include "sim/process/vendors.h"

namespace poldyn {
namespace {

void set_domains(World& world, const Scenario& rules) {
  world.domains = static_cast<std::uint32_t>(rules.domains.size());
  double sum = 0;
  for (const auto& domain : rules.domains) sum += domain.rule.demand_weight;
  for (std::size_t d = 0; d < rules.domains.size(); ++d) {
    const DomainRule& rule = rules.domains[d].rule;
    world.domain_kind[d] = rule.kind;
    for (Bloc& bloc : world.blocs) bloc.demand_share[d] = rule.demand_weight / sum;
  }
  set_envelopes(world, rules);
}

/// An empty market has its columns all the same: an epoch may come before the first offer.
void open_markets(World& world) {
  const auto domains = static_cast<Eigen::Index>(world.domains);
  for (Bloc& bloc : world.blocs) {
    for (Market::Columns* table : {&bloc.market.quality, &bloc.market.share, &bloc.market.stock})
      table->resize(0, domains);
    bloc.market.underway.resize(0, static_cast<Eigen::Index>(channels) * domains);
    const auto groups = static_cast<Eigen::Index>(bloc.groups.size());
    bloc.market.by_region.released.resize(0, groups);
    for (Market::Columns* table : {&bloc.market.by_region.share, &bloc.market.by_region.quality})
      table->resize(0, groups * domains);
  }
}

/// One office per stage, or one per stage and region.
void open_offices(World& world, BlocId id, const BlocRules& rules) {
  Bloc& bloc = world.at(id);
  bloc.stages = static_cast<std::uint32_t>(rules.stages.size());
  for (std::size_t s = 0; s < rules.stages.size(); ++s) {
    const StageRule& rule = rules.stages[s].rule;
    bloc.first_office[s] = static_cast<std::uint32_t>(bloc.offices.size());
    const std::size_t count = rule.offices == OfficeLevel::region ? bloc.regions : 1;
    for (std::size_t r = 0; r < count; ++r) {
      Office office;
      office.bloc = id;
      office.stage = static_cast<std::uint8_t>(s);
      office.region = rule.offices == OfficeLevel::region ? RegionId{r} : RegionId{};
      office.reviewers = reviewers_of(rule);
      bloc.offices.push_back(OfficeId{world.offices.size()});
      world.offices.push_back(office);
    }
  }
}

/// What a law's draws have in common is found once and not at each draw.
void prepare_laws(Scenario& rules) {
  for (const Section& part : all_sections(rules))
    for (const ParamRow& row : part.rows)
      if (row.kind == Kind::law) row.set(part.object, prepared(std::get<Law>(row.get(part.object))));
}

/// Growing a vector holds the old and the new one for a moment, which would be the peak of a large run's memory. What
/// is reserved and never used costs address space only. Twice what is expected at profits of zero, of vendors ever.
void reserve(World& world, const Scenario& rules) {
  if (!rules.mechanisms.projects) return;
  constexpr double most = 1e8;  // entries beyond that are an estimate gone wrong
  double ever = 0, first = 0;
  for (std::size_t b = 0; b < rules.blocs.size(); ++b) {
    const PopulationRule& population = rules.blocs[b].population;
    const auto vendors = static_cast<double>(population.vendors);
    first += vendors;
    ever += vendors +
            (rules.mechanisms.entry ? population.entry_rate_per_year * rules.run.horizon.count() / days_per_year : 0);
    reserve_rows(world.blocs[b].market, static_cast<Eigen::Index>(std::min(most, 2 * vendors)));
  }
  const auto places = [=](double count) { return static_cast<std::size_t>(std::min(most, 2 * count)); };
  world.vendors.reserve(places(ever));
  world.models.reserve(places(ever));
  world.filings.reserve(places(first));
  if (rules.mechanisms.procurement) world.contracts.reserve(places(2 * first));
}

/// The lowest rung is the run's landscape, as without a ladder; the others belong to their names.
RunKey landscape_key(const Simulation& sim, std::size_t paradigm) {
  return paradigm == 0 ? sim.key : sim.key.of(sim.identities.paradigms[paradigm]);
}

void start_bloc(Simulation& sim, BlocId id) {
  const BlocRules& rules = sim.rules_of(id);
  if (sim.rules.mechanisms.projects)
    for (std::int64_t i = 0; i < rules.population.vendors; ++i)
      sim.schedule(SimTime{}, phase::arrives, EventKind::vendor_enters, id.value, static_cast<std::uint32_t>(i),
                   static_cast<std::uint16_t>(Birth::initial));
  schedule_entry(sim, id);
  schedule_tender(sim, id, SimTime{}, 0);
  schedule_arrival(sim, id, SimTime{}, 0);
  schedule_programme(sim, id);
  schedule_directives(sim, id);
  schedule_audit(sim, id, 0);
  schedule_epoch(sim, id);
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
    for (Bloc& bloc : world.blocs) bloc.outside[d] = std::find(names.begin(), names.end(), bloc.name) != names.end();
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

Simulation::Simulation(const Scenario& scenario, RunKey run_key)
    : Simulation(scenario, run_key, identities_of(scenario)) {}

Simulation::Simulation(const Scenario& scenario, RunKey run_key, Identities known_as)
    : rules(scenario), key(run_key), identities(std::move(known_as)), end(SimTime{to_ticks(scenario.run.horizon)}) {
  for (const std::uint64_t bloc : identities.blocs) bloc_keys.push_back(key.of(bloc));
  world.records.kept = rules.record.filings;
  start_policies(*this);
  prepare_laws(rules);
  for (const BlocRules& bloc_rules : rules.blocs) {
    Bloc bloc;
    bloc.name = bloc_rules.name;
    bloc.regions = static_cast<std::uint32_t>(bloc_rules.population.regions);
    bloc.region_share = region_shares(bloc_rules.population);
    bloc.stratum_weight = stratum_weights(rules, bloc_rules.population);
    for (std::size_t i = 0; i < tracks; ++i) {
      bloc.expected_review_days[i] = prior_review_days(bloc_rules, rules.mechanisms, i);
      bloc.routes[i].push_back(route_of_track(bloc_rules, i));
    }
    world.blocs.push_back(std::move(bloc));
  }
  for (std::size_t b = 0; b < rules.blocs.size(); ++b) set_groups(world.blocs[b], group_regions(*this, BlocId{b}));
  set_domains(world, rules);
  set_stress(world, rules);
  open_markets(world);
  reserve(world, rules);
  open_standards(*this);
  world.bits = static_cast<std::uint32_t>(rules.technology.bits);
  world.landscape = draw_landscape(rules.technology, landscape_key(*this, 0));
  for (std::size_t p = 1; p < paradigm_count(rules); ++p)
    world.later_landscapes.push_back(draw_landscape(rules.technology, landscape_key(*this, p)));
  for (std::size_t b = 0; b < rules.blocs.size(); ++b) open_offices(world, BlocId{b}, rules.blocs[b]);
  if (rules.run.warmup > Days{0})
    schedule(SimTime{to_ticks(rules.run.warmup)}, phase::observes, EventKind::warmup_ends, 0);
  for (std::size_t b = 0; b < rules.blocs.size(); ++b) start_bloc(*this, BlocId{b});
}

}  // namespace poldyn
