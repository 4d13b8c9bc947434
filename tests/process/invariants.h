#pragma once

#include <string>

#include "sim/process/core/simulation.h"

namespace poldyn::lab {

/// What must hold after every event, whatever the rules: the lists hang together, each model, filing and contract
/// belongs to somebody, the counters count, shares are shares, ledgers add up to the tick. Returns the first thing that
/// is wrong, or "".
std::string what_is_wrong(const Simulation& sim);

/// Runs to the horizon and looks after each `every`-th event and each market epoch, and at the ledger of each release;
/// returns the first problem with its time, or "".
std::string run_and_look(Simulation& sim, int every = 1);

}  // namespace poldyn::lab
