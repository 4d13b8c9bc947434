#include "sim/process/dispatch/start.h"

#include <algorithm>

#include "sim/engine/sample.h"
#include "sim/process/approval/filing_path.h"
#include "sim/process/core/mechanism.h"
#include "sim/process/designs/landscape_draw.h"
#include "sim/process/designs/paradigms.h"
#include "sim/process/designs/standards.h"
#include "sim/process/dispatch/mechanism_table.h"
#include "sim/process/market/offers.h"
#include "sim/process/market/regions.h"
#include "sim/process/rule_changes/derived.h"
#include "sim/process/rule_changes/follow_filing_rules.h"
#include "sim/process/rule_changes/policy.h"

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
    for (Market::Columns* columns : {&bloc.market.quality, &bloc.market.share, &bloc.market.stock})
      columns->resize(0, domains);
    bloc.market.underway.resize(0, static_cast<Eigen::Index>(channels) * domains);
    const auto groups = static_cast<Eigen::Index>(bloc.groups.size());
    bloc.market.by_region.released.resize(0, groups);
    for (Market::Columns* columns : {&bloc.market.by_region.share, &bloc.market.by_region.quality})
      columns->resize(0, groups * domains);
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
  for (const Mechanism& mechanism : sim.mechanisms)
    if (mechanism.start) mechanism.start(sim, id);
}

}  // namespace

Simulation start(const Scenario& scenario, RunKey key) { return start(scenario, key, identities_of(scenario)); }

Simulation start(const Scenario& scenario, RunKey key, Identities identities) {
  Simulation sim(scenario, key, std::move(identities), mechanism_table());
  start_policies(sim);
  prepare_laws(sim.rules);
  for (const BlocRules& bloc_rules : sim.rules.blocs) {
    Bloc bloc;
    bloc.name = bloc_rules.name;
    bloc.regions = static_cast<std::uint32_t>(bloc_rules.population.regions);
    bloc.region_share = region_shares(bloc_rules.population);
    bloc.region_contracts.resize(bloc.regions);
    bloc.stratum_weight = stratum_weights(sim.rules, bloc_rules);
    for (std::size_t c = 0; c < vendor_classes; ++c)
      if (const auto own = own_class(bloc_rules, static_cast<VendorClass>(c)))
        bloc.own_class[c] = static_cast<std::uint8_t>(*own);
    for (std::size_t i = 0; i < bloc_rules.tracks.size(); ++i)
      bloc.tracks.push_back({route_number(bloc, route_of_track(bloc_rules, i)),
                             promised_days(bloc_rules, sim.rules.mechanisms, i),
                             prior_review_days(bloc_rules, sim.rules.mechanisms, i)});
    sim.world.blocs.push_back(std::move(bloc));
  }
  list_filing_rules(sim);
  for (std::size_t b = 0; b < sim.rules.blocs.size(); ++b)
    set_groups(sim.world.blocs[b], group_regions(sim, BlocId{b}));
  set_domains(sim.world, sim.rules);
  set_stress(sim.world, sim.rules);
  open_markets(sim.world);
  reserve(sim.world, sim.rules);
  open_standards(sim);
  sim.world.bits = static_cast<std::uint32_t>(sim.rules.technology.bits);
  sim.world.landscape = draw_landscape(sim.rules.technology, landscape_key(sim, 0));
  for (std::size_t p = 1; p < paradigm_count(sim.rules); ++p)
    sim.world.later_landscapes.push_back(draw_landscape(sim.rules.technology, landscape_key(sim, p)));
  for (std::size_t b = 0; b < sim.rules.blocs.size(); ++b) open_offices(sim.world, BlocId{b}, sim.rules.blocs[b]);
  if (sim.rules.run.warmup > Days{0})
    sim.schedule(SimTime{to_ticks(sim.rules.run.warmup)}, phase::observes, EventKind::warmup_ends, 0);
  for (std::size_t b = 0; b < sim.rules.blocs.size(); ++b) start_bloc(sim, BlocId{b});
  return sim;
}

}  // namespace poldyn
