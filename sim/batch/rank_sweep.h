#pragma once

#include "sim/batch/ranks.h"
#include "sim/batch/sweep.h"

namespace poldyn {

/// Threads of this rank: as many as asked for, or as it has cores.
unsigned threads_of(const SweepOptions& options, const Ranks& ranks);

/// The sweep of a campaign by all ranks together. Rank 0 holds the folder's lock and hands out units as they are asked
/// for; every rank makes runs and writes parts of its own. Ranks enter no seed and no id, so the data do not depend on
/// their number. The state that rank 0 gets counts the runs of all; that of another rank counts its own.
///
/// When `stop` becomes true at any rank, all of them stop.
SweepState sweep_by_ranks(const Campaign& campaign, const SweepOptions& options, Ranks& ranks);

}  // namespace poldyn
