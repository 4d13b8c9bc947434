#include "sim/process/oversight/incidents.h"

#include "sim/engine/choice.h"
#include "sim/engine/sample.h"
#include "sim/process/core/bookkeeping.h"
#include "sim/process/oversight/suspension.h"
#include "sim/process/service/incident_clock.h"
#include "sim/process/service/learning.h"

namespace poldyn {
namespace {

/// Where an incident happens: in proportion to the domains' parts of the hazard.
std::size_t draw_domain(const Simulation& sim, const Vendor& vendor, const KeyedUniforms& luck) {
  const auto row = static_cast<Eigen::Index>(vendor.offer.value);
  Race race;
  for (std::size_t d = 0; d < sim.world.domains; ++d)
    race.enter(d, luck.of(sim.identities.domains[d]), incident_hazard(sim, sim.world.at(vendor.bloc), row, d));
  return race.winner();
}

void count_by_approval(const Model& product, DeadlineTally& tally) {
  if (product.approved) ++(product.tacit ? tally.tacit_incidents : tally.reviewed_incidents);
}

void have_consequences(Simulation& sim, VendorId id, double harm, std::uint16_t number) {
  Vendor& vendor = sim.world.at(id);
  Bloc& bloc = sim.world.at(vendor.bloc);
  const ToleranceRule& rule = sim.rules_of(vendor.bloc).tolerance;
  const std::uint32_t project = sim.world.at(vendor.product).project;
  switch (decide(rule, harm)) {
    case Response::patch: {
      pay_staff(sim, vendor, rule.patch_cost);
      Stream stream = sim.draw(Purpose::patch, vendor, project, number);
      sim.schedule(later(sim.now(), sample(rule.patch, stream)), phase::ends, EventKind::patched, vendor.product.value,
                   sim.world.at(vendor.product).generation);
      return retime_incidents(sim, id);
    }
    case Response::suspension: {
      pay_fine(sim, bloc, vendor, rule.fine);
      Stream stream = sim.draw(Purpose::suspension, vendor, project, number);
      return suspend(sim, id, stream);
    }
  }
}

}  // namespace

void have_incident(Simulation& sim, VendorId id, std::uint32_t generation) {
  Vendor& vendor = sim.world.at(id);
  IncidentClock& clock = sim.world.incident_clocks[id.value];
  if (!vendor.active || !vendor.offer || clock.generation != generation) return;
  const std::uint16_t number = number_of(clock);
  Stream stream = sim.draw(Purpose::harm, vendor, clock.project, number);
  const std::size_t domain = draw_domain(sim, vendor, KeyedUniforms(stream));
  const double harm = harm_of(sim.rules.incidents, stream.uniform());
  BlocTally& tally = sim.world.at(vendor.bloc).tally;
  ++tally.incidents;
  ++tally.incidents_in[domain];
  tally.harm += harm;
  count_by_approval(sim.world.at(vendor.product), tally.deadlines);
  learn_from_incident(sim, id, domain);
  await_next_incident(sim, id);
  have_consequences(sim, id, harm, number);
}

void end_patch(Simulation& sim, ModelId id, std::uint32_t generation) {
  const Model& model = sim.world.at(id);
  if (model.generation != generation) return;
  const VendorId vendor = model.vendor;
  ++sim.world.at(sim.world.at(vendor).bloc).tally.patched;
  mend_weakness(sim, id);
  if (sim.world.at(vendor).offer) retime_incidents(sim, vendor);
}

}  // namespace poldyn
