#pragma once

#include <vector>

#include "sim/base/law.h"
#include "sim/engine/stream.h"
#include "sim/policy/scenario.h"
#include "sim/world/events.h"

/// The random numbers of a pipeline study, taken from the streams that sim/world/events.h names and not from a run.
namespace poldyn::theory {

/// Identity of filings from outside of the first bloc.
std::uint32_t outside_key();

/// Keys of what belongs to the first bloc, and to one of its stages.
RunKey key_of_bloc(const Scenario& scenario, RunKey key);
RunKey key_of_stage(const Scenario& scenario, RunKey key, std::size_t stage);

/// When filings come until the horizon; filing i is the i-th of them. Precondition: no season.
std::vector<SimTime> arrival_times(const Scenario& scenario, RunKey key);

/// Their priority classes.
std::vector<std::uint8_t> priorities(const Scenario& scenario, RunKey key, std::size_t count);

/// Length that `law` gives for the how-manieth visit of a filing to the stage with this key.
Ticks length_of(const Law& law, RunKey stage, Purpose purpose, std::uint32_t filing, std::uint16_t visit);

/// Working times of the reviews of filings 0 to count - 1 at their first visit to that stage.
std::vector<Ticks> review_times(const Law& law, RunKey stage, std::size_t count);

/// Whether the review of that visit passes with probability `pass`.
bool passes(double pass, RunKey stage, std::uint32_t filing, std::uint16_t visit);

}  // namespace poldyn::theory
