#include "sim/process/rule_changes/follow_market.h"

#include "sim/policy/pace.h"
#include "sim/process/designs/bases.h"
#include "sim/process/designs/programmes.h"
#include "sim/process/designs/standards.h"
#include "sim/process/market/compute.h"
#include "sim/process/market/epoch.h"
#include "sim/process/market/regroup.h"
#include "sim/process/rule_changes/derived.h"
#include "sim/process/vendors/projects.h"

namespace poldyn {
namespace {

void drift(Simulation& sim, Bloc& bloc, const BlocRules& was, const BlocRules& is) {
  const double years = in_years(sim.now());
  Drift& shift = bloc.drift;
  shift.compute += turned(was.supply.growth_oom_per_year, is.supply.growth_oom_per_year, years);
  shift.capacity += turned(was.supply.capacity_growth_per_year, is.supply.capacity_growth_per_year, years);
  shift.demand += turned(was.market.demand_growth_per_year, is.market.demand_growth_per_year, years);
  shift.tenders += turned(was.procurement.growth_per_year, is.procurement.growth_per_year, years);
}

bool same_prices(const Scenario& a, const Scenario& b, std::size_t bloc) {
  for (std::size_t c = 0; c < vendor_classes; ++c) {
    const auto cls = static_cast<VendorClass>(c);
    if (class_rule(a, a.blocs[bloc], cls).price != class_rule(b, b.blocs[bloc], cls).price) return false;
  }
  return true;
}

bool same_requirements(const RegionalComplianceRule& a, const RegionalComplianceRule& b) {
  return a.requirements == b.requirements && a.heterogeneity == b.heterogeneity && a.zones == b.zones;
}

void price_offers(Simulation& sim, Bloc& bloc) {
  for (std::uint32_t row = 0; row < bloc.market.rows; ++row)
    bloc.market.price(static_cast<Eigen::Index>(row)) = sim.class_of(sim.world.at(bloc.market.vendor[row])).price;
}

void start_idle(Simulation& sim, const Bloc& bloc) {
  for (const VendorId member : bloc.members)
    if (!sim.world.at(member).training) start_project(sim, member);
}

}  // namespace

void follow_market(Simulation& sim, const Scenario& before) {
  set_envelopes(sim.world, sim.rules);
  set_stress(sim.world, sim.rules);
  if (sim.rules.mechanisms.standards) see_homes(sim);
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b) {
    const BlocRules &was = before.blocs[b], &is = sim.rules.blocs[b];
    Bloc& bloc = sim.world.blocs[b];
    drift(sim, bloc, was, is);
    if (!same_requirements(was.compliance, is.compliance)) regroup(sim, BlocId{b});
    if (!same_prices(before, sim.rules, b)) price_offers(sim, bloc);
    if (was.openness.api_access != is.openness.api_access) renew_interfaces(sim, BlocId{b});
    if (was.recognition.blocs != is.recognition.blocs || was.recognition.interfaces != is.recognition.interfaces)
      follow_recognition(sim, BlocId{b});
    if (was.supply.capacity_per_year > 0 && is.supply.capacity_per_year <= 0) end_supply_limit(sim, BlocId{b});
    if (was.market.epoch != is.market.epoch) {
      ++bloc.epoch_generation;
      schedule_epoch(sim, BlocId{b});
    }
    schedule_programme(sim, BlocId{b});
    if (!before.vendors.works_ahead && sim.rules.vendors.works_ahead) start_idle(sim, bloc);
  }
}

}  // namespace poldyn
