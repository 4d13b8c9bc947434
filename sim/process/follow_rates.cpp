#include "sim/process/arrivals.h"
#include "sim/process/audits.h"
#include "sim/process/clocks.h"
#include "sim/process/directives.h"
#include "sim/process/incidents.h"
#include "sim/process/policy.h"
#include "sim/process/procurement.h"
#include "sim/process/regions.h"
#include "sim/process/setup.h"
#include "sim/process/vendors.h"

namespace poldyn {
namespace {

constexpr std::uint16_t first_draw = 0, further_draw = 3;  // words of a point's stream

void retime_bloc(Simulation& sim, BlocId id, const BlocClock& of, const Pace& before, const Pace& after) {
  Clock& clock = sim.world.at(id).*of.clock;
  if (!retime(clock, before, after, sim.now(), sim.end, sim.draw(of.purpose, id, clock.ordinal, first_draw),
              sim.draw(of.purpose, id, clock.ordinal, further_draw)))
    return;
  sim.schedule(clock.due, of.phase, of.kind, id.value, clock.ordinal, clock.generation);
}

void retime_tenders(Simulation& sim, BlocId id, const Scenario& before) {
  Bloc& bloc = sim.world.at(id);
  const Pace old = tender_pace(before, bloc, id);
  const double growth = sim.rules_of(id).procurement.growth_per_year;
  if (growth != old.growth) bloc.drift.tenders += (old.growth - growth) * in_years(sim.now());
  retime_bloc(sim, id, tender_clock, old, tender_pace(sim.rules, bloc, id));
}

void retime_vendor(Simulation& sim, VendorId id, const PopulationRule& before, const PopulationRule& after) {
  const Vendor& vendor = sim.world.at(id);
  VendorClocks& clocks = sim.world.clocks[id.value];
  const auto stream = [&](Purpose purpose, const Clock& clock, std::uint16_t sub) {
    return sim.draw(purpose, vendor, clock.ordinal, sub);
  };
  if (retime(clocks.exit, {before.exit_hazard_per_year}, {after.exit_hazard_per_year}, sim.now(), sim.end,
             stream(Purpose::exit, clocks.exit, first_draw), stream(Purpose::exit, clocks.exit, further_draw)))
    sim.schedule(clocks.exit.due, phase::ends, EventKind::vendor_leaves, id.value, 0, clocks.exit.generation);
  if (retime(clocks.spinoff, {before.spinoff_rate_per_year}, {after.spinoff_rate_per_year}, sim.now(), sim.end,
             stream(Purpose::spinoff, clocks.spinoff, first_draw),
             stream(Purpose::spinoff, clocks.spinoff, further_draw)))
    sim.schedule(clocks.spinoff.due, phase::arrives, EventKind::vendor_spins_off, id.value, clocks.spinoff.ordinal,
                 clocks.spinoff.generation);
}

}  // namespace

void follow_rates(Simulation& sim, const Scenario& before) {
  for (std::size_t b = 0; b < sim.world.blocs.size(); ++b) {
    const BlocId id{b};
    const PopulationRule &was = before.blocs[b].population, &is = sim.rules.blocs[b].population;
    if (was.region_weights != is.region_weights) {
      Bloc& bloc = sim.world.at(id);
      bloc.region_share = region_shares(is);
      weigh_groups(bloc);
      // Users of each region stay with what they use; there are more or fewer of them.
      if (regions_differ(bloc)) {
        for (std::size_t row = 0; row < bloc.market.vendor.size(); ++row)
          sum_groups(bloc, sim.world.domains, OfferRow{row});
        face_use(sim, id);
      }
    }
    sim.world.at(id).stratum_weight = stratum_weights(sim.rules, is);
    retime_bloc(sim, id, entry_clock, entry_pace(before, id), entry_pace(sim.rules, id));
    retime_bloc(sim, id, arrival_clock, arrival_pace(before, id), arrival_pace(sim.rules, id));
    retime_tenders(sim, id, before);
    retime_bloc(sim, id, audit_clock, audit_pace(before, id), audit_pace(sim.rules, id));
    retime_bloc(sim, id, directive_clock, directive_pace(before, id), directive_pace(sim.rules, id));
    if (before.blocs[b].directives.days != sim.rules.blocs[b].directives.days) redate_directives(sim, id);
    if (sim.world.clocks.empty()) continue;
    for (const VendorId member : sim.world.at(id).members) retime_vendor(sim, member, was, is);
  }
}

}  // namespace poldyn
