#pragma once

#include <cstdint>
#include <optional>

#include "sim/process/dispatch/dispatch.h"
#include "sim/process/dispatch/start.h"

/// Small worlds for tests of single rules.
namespace poldyn::lab {

/// Switches everything off.
Mechanisms nothing();

/// One bloc, one domain, `vendors` alike: every project takes 100 days and costs nothing, no gain is needed for a
/// release, nothing grows. All mechanisms are off but projects. A stage "desk" that takes 30 days is there for those
/// who must file.
Scenario plain(std::int64_t vendors = 1);
inline BlocRules& north(Scenario& scenario) { return scenario.blocs.front(); }

/// Vendors that search, copy, adopt, release weights and can go under, in time and money that vary.
void give_choices(Scenario& scenario);

/// Two blocs in which everything happens.
Scenario busy();

/// Everybody must file at the desk, on either track.
void make_all_file(Scenario& scenario);

/// Runs to the horizon; `look(event, world)` sees each event.
template <class Look>
void watch(Simulation& sim, Look&& look) {
  run(sim, look, [] { return true; });
}
inline void finish(Simulation& sim) {
  watch(sim, [](const Event&, const World&) {});
}
/// Runs until the first event of this kind at or after `from`, which is handled; empty if there is none.
std::optional<Event> run_to(Simulation& sim, EventKind kind, SimTime from = SimTime{});
/// Handles all events up to and including this day.
void run_until(Simulation& sim, double day);

/// What is counted in the first bloc.
inline const BlocTally& tally(const Simulation& sim) { return sim.world.blocs[0].tally; }

/// Hash of every event and of what it left behind: two runs with the same number are the same run.
std::uint64_t fingerprint(const Scenario& scenario, RunKey key = {1, 0});

}  // namespace poldyn::lab
