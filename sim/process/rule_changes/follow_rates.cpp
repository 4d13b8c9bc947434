#include "sim/process/rule_changes/follow_rates.h"

#include "sim/process/core/mechanism.h"
#include "sim/process/market/regions.h"
#include "sim/process/rule_changes/derived.h"
#include "sim/process/service/incident_clock.h"

namespace poldyn {
namespace {

/// Users of each region stay with what they use; there are more or fewer of them.
void follow_regions(Simulation& sim, BlocId id) {
  Bloc& bloc = sim.world.at(id);
  bloc.region_share = region_shares(sim.rules_of(id).population);
  weigh_groups(bloc);
  if (!regions_differ(bloc)) return;
  for (std::size_t row = 0; row < bloc.market.vendor.size(); ++row) sum_groups(bloc, sim.world.domains, OfferRow{row});
  retime_incidents(sim, id);
}

}  // namespace

std::vector<Pace> paces_of_clocks(const Simulation& sim, const Scenario& before) {
  std::vector<Pace> paces;
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b)
    for (const Mechanism& mechanism : sim.mechanisms)
      for (const BlocClock& clock : mechanism.clocks)
        paces.push_back(clock.pace(before, sim.world.blocs[b], BlocId{b}));
  return paces;
}

void follow_rates(Simulation& sim, const Scenario& before, const std::vector<Pace>& paces) {
  auto pace = paces.begin();
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b) {
    const BlocId id{b};
    const PopulationRule &was = before.blocs[b].population, &is = sim.rules.blocs[b].population;
    if (was.region_weights != is.region_weights) follow_regions(sim, id);
    sim.world.at(id).stratum_weight = stratum_weights(sim.rules, sim.rules.blocs[b]);
    for (const Mechanism& mechanism : sim.mechanisms) {
      for (const BlocClock& clock : mechanism.clocks) retime(sim, id, clock, *pace++);
      if (mechanism.follow) mechanism.follow(sim, id, before);
    }
    if (sim.world.clocks.empty()) continue;
    for (const VendorId member : sim.world.at(id).members)
      for (const Mechanism& mechanism : sim.mechanisms)
        for (const VendorClock& clock : mechanism.vendor_clocks) retime(sim, member, clock, was);
  }
}

}  // namespace poldyn
