#include "sim/process/service/incident_clock.h"

#include <algorithm>
#include <stdexcept>

#include "sim/engine/sample.h"

namespace poldyn {
namespace {

double hazard_to_run(const Simulation& sim, const Vendor& vendor, const IncidentClock& clock) {
  Stream stream = sim.draw(Purpose::incident, vendor, clock.project, number_of(clock));
  return exponential_variate(stream);
}

double hazard(const Simulation& sim, const Vendor& vendor) {
  double sum = 0;
  for (std::size_t d = 0; vendor.offer && d < sim.world.domains; ++d)
    sum += incident_hazard(sim, sim.world.at(vendor.bloc), static_cast<Eigen::Index>(vendor.offer.value), d);
  return sum;
}

/// Demand of a bloc up to now. Most clocks of a bloc were last read at the same time, so the last answer is kept.
class DemandUntilNow {
 public:
  DemandUntilNow(const Simulation& sim, BlocId bloc)
      : rule_(sim.rules_of(bloc).market), shift_(sim.world.at(bloc).drift.demand), now_(sim.now()) {}
  double since(SimTime from) {
    if (from != from_) from_ = from, demand_ = demand_between(rule_, from, now_, shift_);
    return demand_;
  }

 private:
  const MarketRule& rule_;
  double shift_;
  SimTime now_;
  SimTime from_{-Ticks{1}};
  double demand_ = 0;
};

void run_clock(IncidentClock& clock, DemandUntilNow& demand, SimTime now) {
  // Times are whole ticks, so an incident may be due a moment before the epoch that plans it anew.
  if (clock.hazard > 0) clock.left = std::max(0.0, clock.left - clock.hazard * demand.since(clock.since));
  clock.since = now;
}

/// Schedules the incident if it comes before the next epoch, which asks again.
void plan(Simulation& sim, VendorId id) {
  const Vendor& vendor = sim.world.at(id);
  const MarketRule& rule = sim.rules_of(vendor.bloc).market;
  IncidentClock& clock = sim.world.incident_clocks[id.value];
  ++clock.generation;
  if (!(clock.hazard > 0)) return;
  const SimTime next_epoch = later(sim.world.at(vendor.bloc).last_epoch, rule.epoch.count());
  const double days =
      days_of_demand(rule, sim.now(), clock.left / clock.hazard, sim.world.at(vendor.bloc).drift.demand);
  const SimTime at = later(sim.now(), days);
  if (at <= next_epoch) sim.schedule(at, phase::ends, EventKind::incident, id.value, clock.generation);
}

void look_again(Simulation& sim, VendorId id, DemandUntilNow& demand) {
  const Vendor& vendor = sim.world.at(id);
  IncidentClock& clock = sim.world.incident_clocks[id.value];
  run_clock(clock, demand, sim.now());
  if (const std::uint32_t project = sim.world.at(vendor.product).project; clock.project != project) {
    clock.project = project;
    clock.incidents = 0;
    clock.left = hazard_to_run(sim, vendor, clock);
  }
  clock.hazard = hazard(sim, vendor);
  plan(sim, id);
}

}  // namespace

bool can_fail(const Simulation& sim, BlocId) {
  const Mechanisms& on = sim.rules.mechanisms;
  return on.incidents && on.market && sim.rules.incidents.rate > 0;
}

double unbroken_share(const Simulation& sim, BlocId bloc) {
  return can_fail(sim, bloc) ? 1 - sim.rules.incidents.learned_share : 1;
}

double incident_hazard(const Simulation& sim, const Bloc& bloc, Eigen::Index row, std::size_t domain) {
  return bloc.demand_share[domain] * bloc.market.share(row, static_cast<Eigen::Index>(domain)) *
         incidents_per_use(sim.rules.incidents, bloc.market.robustness(row), bloc.outside_envelope[domain]);
}

std::uint16_t number_of(const IncidentClock& clock) {
  if (clock.incidents > 0xFFFF) throw std::length_error("a release had more than 65,536 incidents");
  return static_cast<std::uint16_t>(clock.incidents);
}

void await_next_incident(Simulation& sim, VendorId id) {
  IncidentClock& clock = sim.world.incident_clocks[id.value];
  ++clock.incidents;
  clock.left = hazard_to_run(sim, sim.world.at(id), clock);
  clock.since = sim.now();
}

void retime_incidents(Simulation& sim, VendorId id) {
  const BlocId bloc = sim.world.at(id).bloc;
  if (!can_fail(sim, bloc)) return;
  DemandUntilNow demand(sim, bloc);
  look_again(sim, id, demand);
}

void retime_incidents(Simulation& sim, BlocId bloc) {
  if (!can_fail(sim, bloc)) return;
  DemandUntilNow demand(sim, bloc);
  for (const VendorId id : sim.world.at(bloc).market.vendor) look_again(sim, id, demand);
}

void stop_incident_clock(Simulation& sim, VendorId id) {
  const Vendor& vendor = sim.world.at(id);
  if (!can_fail(sim, vendor.bloc)) return;
  IncidentClock& clock = sim.world.incident_clocks[id.value];
  DemandUntilNow demand(sim, vendor.bloc);
  run_clock(clock, demand, sim.now());
  clock.hazard = 0;
  ++clock.generation;
}

void mend_weakness(Simulation& sim, ModelId id) {
  Model& model = sim.world.at(id);
  const Vendor& vendor = sim.world.at(model.vendor);
  model.robustness = mended(sim.rules.incidents, model.robustness);
  if (vendor.offer && vendor.product == id)
    sim.world.at(vendor.bloc).market.robustness(static_cast<Eigen::Index>(vendor.offer.value)) = model.robustness;
}

void make_room_for_incidents(Simulation& sim) {
  if (sim.rules.mechanisms.incidents) sim.world.incident_clocks.resize(sim.world.vendors.size());
}

}  // namespace poldyn
