#pragma once

#include "sim/process/simulation.h"

/// One handler per kind of event; dispatch.cpp calls them. `plan` is the generation of the clock that scheduled the
/// event: one that was called off, because a rate has changed meanwhile, does nothing.
namespace poldyn {

// vendors.cpp
void enter(Simulation& sim, BlocId bloc, Birth birth, std::uint32_t ordinal);
void try_entry(Simulation& sim, BlocId bloc, std::uint32_t ordinal, std::uint16_t plan);
void spin_off(Simulation& sim, VendorId vendor, std::uint32_t ordinal, std::uint16_t plan);
void leave(Simulation& sim, VendorId vendor);
void leave_by_hazard(Simulation& sim, VendorId vendor, std::uint16_t plan);
// projects.cpp
void end_training(Simulation& sim, VendorId vendor, std::uint32_t project);
// release.cpp
void end_hold(Simulation& sim, VendorId vendor, std::uint32_t hold);
void deploy(Simulation& sim, ModelId model, std::uint32_t generation);
// arrivals.cpp
void take_outside_filings(Simulation& sim, BlocId bloc, std::uint32_t ordinal, std::uint16_t plan);
// review.cpp
void end_review(Simulation& sim, FilingId filing);
void open_window(Simulation& sim, OfficeId office, std::uint32_t plan);
void end_patience(Simulation& sim, FilingId filing, std::uint32_t generation, std::uint16_t visit);
void resubmit(Simulation& sim, FilingId filing, std::uint32_t generation);
// renewal.cpp
void file_renewal(Simulation& sim, ModelId model, std::uint32_t generation);
void expire(Simulation& sim, ModelId model, std::uint32_t generation);
// procurement.cpp
void open_tender(Simulation& sim, BlocId bloc, std::uint32_t ordinal, std::uint16_t plan);
void end_contract(Simulation& sim, ContractId contract, std::uint32_t generation);
// spillover.cpp
void leak(Simulation& sim, ModelId model, std::uint32_t generation);
// incidents.cpp
void have_incident(Simulation& sim, VendorId vendor, std::uint32_t plan);
void end_patch(Simulation& sim, ModelId model, std::uint32_t generation);
// suspension.cpp
void end_suspension(Simulation& sim, ModelId model, std::uint32_t generation);
// directives.cpp
void issue_directive(Simulation& sim, BlocId bloc, std::uint32_t key, std::uint16_t plan);
void comply(Simulation& sim, ModelId model, std::uint32_t generation, std::uint32_t key);
// audits.cpp
void audit(Simulation& sim, BlocId bloc, std::uint32_t ordinal, std::uint16_t plan);
// variants.cpp
void end_term(Simulation& sim, VariantId variant, std::uint32_t generation);
// forks.cpp
void finish_fork(Simulation& sim, VendorId vendor, std::uint32_t build);
// epoch.cpp
void turn_epoch(Simulation& sim, BlocId bloc, std::uint32_t plan);
// paradigms.cpp
void learn_paradigm(Simulation& sim, BlocId bloc, std::uint32_t paradigm);
// programmes.cpp
void start_programme(Simulation& sim, BlocId bloc, std::uint32_t ordinal);
void end_programme(Simulation& sim, BlocId bloc, std::uint32_t ordinal);
// policy.cpp
void change_policy(Simulation& sim, std::uint32_t policy, std::uint32_t firing, PolicyStep step);
// tallies.cpp
void reset_tallies(World& world, SimTime now);

}  // namespace poldyn
