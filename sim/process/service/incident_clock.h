#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

// A product's hazard is constant per M$ of the bloc's demand from one change of its use or robustness to the next, so
// the time of its next incident is exact. It is asked for again after each change, and at every market epoch.

/// Whether products of the bloc fail in use at all.
bool can_fail(const Simulation& sim, BlocId bloc);
/// Share of the signals of failure and misuse that use sends by itself; incidents send the rest.
double unbroken_share(const Simulation& sim, BlocId bloc);

/// Incidents per M$ of the bloc's demand that a product has in one domain; `row`: its place on the market.
double incident_hazard(const Simulation& sim, const Bloc& bloc, Eigen::Index row, std::size_t domain);
/// Number of the incident that the clock waits for, of those of one release, as its streams know it.
std::uint16_t number_of(const IncidentClock& clock);
/// The incident that the vendor's clock waited for has happened: it waits for the next. Draws from (incident, vendor,
/// project, number). To be followed by retime_incidents() or stop_incident_clock().
void await_next_incident(Simulation& sim, VendorId vendor);

/// The vendor's product, its use or its robustness has changed. Draws from (incident, vendor, project, number) for a
/// new release.
void retime_incidents(Simulation& sim, VendorId vendor);
/// Likewise for all offers of the bloc, after a market epoch.
void retime_incidents(Simulation& sim, BlocId bloc);
/// The product leaves the market for now. To be called before its offer is removed.
void stop_incident_clock(Simulation& sim, VendorId vendor);

/// Takes away part of a model's weakness.
void mend_weakness(Simulation& sim, ModelId model);

/// Makes room for the clocks of all vendors, if there are incidents.
void make_room_for_incidents(Simulation& sim);

}  // namespace poldyn
