#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "sim/batch/campaign.h"

namespace poldyn {

/// How far a sweep is. Counts are of the runs that this process (or all ranks together) is to make.
struct SweepState {
  std::size_t runs = 0;     ///< of the shard
  std::size_t before = 0;   ///< done by earlier sweeps, failed ones among them
  std::size_t done = 0;     ///< by this one
  std::size_t failed = 0;   ///< by this one and earlier ones
  std::size_t damaged = 0;  ///< parts that were found damaged and set aside; their runs are made again
  bool stopped = false;     ///< by `stop`
};

struct SweepOptions {
  unsigned jobs = 0;  ///< threads; 0: one for each core
  Shard shard;
  bool retry_failed = false;
  const std::atomic<bool>* stop = nullptr;
  std::function<void(const SweepState&)> progress;  ///< some ten times a second; may be empty
};

/// A part is closed after this share of the time since the start, so that a kill loses little and files stay few.
inline constexpr double part_share = 0.05;
inline constexpr double shortest_part_seconds = 1, longest_part_seconds = 60;

/// Numbers of the shard's units that are to be made; counts the others in `state`. Damaged parts are set aside. Throws
/// h5::CannotCreate if there are any and no part can be written.
std::vector<std::size_t> left_to_do(const Campaign& campaign, const SweepOptions& options, SweepState& state);

/// Makes the runs of the shard that no part of the campaign holds yet, and writes them into parts. The campaign must be
/// open and locked. When `stop` becomes true, runs in work are dropped and those that are done are written. Throws
/// h5::IoFailure when a part cannot be written; parts that were are kept. Throws std::bad_alloc when memory does not
/// do, after those that are done were written.
SweepState sweep(const Campaign& campaign, const SweepOptions& options);

/// Removes files that killed sweeps left half-written. Only for the holder of the shard's lock.
void remove_remains(const Campaign& campaign, Shard shard);

}  // namespace poldyn
