#pragma once

#include <cstddef>
#include <vector>

#include "analysis/study.h"
#include "app/tradeoff/tradeoff_report.h"
#include "sim/results/results_reader.h"

/// Which policies of a trade-off are judged, and over which worlds.
namespace poldyn::app {

/// What a run is, besides its values: 1 where it failed or is missing.
analysis::Worlds failures_of(const results::Reader& file, const analysis::PolicyTable& crossing);

/// The same of some policies, in that order.
analysis::Worlds of_policies(const analysis::Worlds& worlds, const std::vector<std::size_t>& policies);

/// Fills `judged` and `set_aside`: a policy whose runs failed, or have no value of a goal, in more than one world in
/// twenty is not judged, nor, of those that lack fewer, as many as it takes for nineteen worlds in twenty to be common
/// to all. `values`: by goal. Throws Failure if fewer than two are left.
void set_aside(TradeoffReport& report, const std::vector<analysis::Worlds>& values, const analysis::Worlds& failed);

/// 1 where a policy misses a condition: of those that are judged, in the worlds in which no run of these failed; then
/// of each that is set aside, in those of these worlds in which its own did not. One that is set aside because its runs
/// failed takes no world from others, and nobody knows what its runs would have met. Without values if nothing is
/// asked. Throws Failure if no world is left.
analysis::Worlds unmet_in(const analysis::Study& study, const TradeoffReport& report, std::size_t bloc,
                          const analysis::Worlds& failed);

}  // namespace poldyn::app
