#pragma once

#include "sim/process/core/simulation.h"

namespace poldyn {

/// Whether vendors need a DirectedWork.
constexpr bool needs_directed_work(const Mechanisms& on) { return on.programmes && on.projects; }

/// Schedules the bloc's first programme, if any project would be directed.
void schedule_programme(Simulation& sim, BlocId bloc);

/// Makes room for the directed work of all vendors, if there are programmes.
void make_room_for_directed_work(Simulation& sim);
/// Handlers: the state chooses a target and its programme begins; it ends.
void start_programme(Simulation& sim, BlocId bloc, std::uint32_t ordinal);
void end_programme(Simulation& sim, BlocId bloc, std::uint32_t ordinal);
/// Whether the vendor's present project is directed.
bool is_directed(const Simulation& sim, const Vendor& vendor);

/// At the start of a project whose own compute this is: while a programme runs, a draw from (programme, vendor,
/// project) decides whether it takes the project in.
void ask_to_join(Simulation& sim, VendorId vendor, double compute_oom);
/// Decades that the vendor's present project gains by the pool.
double pooled_oom(const Simulation& sim, const Vendor& vendor);
/// The project ends, or its vendor leaves. Returns whether it was directed.
bool quit_programme(Simulation& sim, VendorId vendor);

/// Design of a directed project: each bit in which `design` differs from the target is copied with the rule's
/// probability, better or not. Draws from (programme, vendor, project, 1).
std::uint64_t follow_target(const Simulation& sim, const Vendor& vendor, std::uint64_t design);

}  // namespace poldyn
