#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "sim/observe/run_result.h"

namespace poldyn {

/// What became of one run. A run that threw has a message and no result.
struct Outcome {
  std::uint32_t replicate = 0;
  bool ok = false;
  std::string message;
  RunResult result;
};

/// What a run is given besides its replicate: it should end with Interrupted soon after `stop` became true, and may
/// write the simulated time (ticks since the start) to `now`, which another thread reads.
struct RunSlot {
  const std::atomic<bool>& stop;
  std::atomic<std::int64_t>& now;
};

/// How far a batch is; `runs` never changes, the others only grow but for `under_way`.
struct BatchState {
  std::uint32_t runs = 0;
  std::uint32_t done = 0;  ///< delivered, failed ones among them
  std::uint32_t failed = 0;
  double under_way = 0;  ///< runs in work, each counted by the share of its horizon that is behind it
};

struct Batch {
  std::uint32_t runs = 1;          ///< replicates 0 to runs - 1
  unsigned jobs = 0;               ///< threads; 0: one for each core
  std::int64_t horizon_ticks = 0;  ///< what `now` ends at; 0 if runs do not report it
  /// Called from many threads at once, so it must be pure in its replicate.
  std::function<RunResult(std::uint32_t replicate, const RunSlot& slot)> run;
  /// Called on the thread of run_batch, in the order of replicates. If it throws, all runs are stopped and run_batch
  /// throws the same.
  std::function<void(Outcome&&)> sink;
  /// Called on the thread of run_batch after each delivery and some ten times a second; may be empty.
  std::function<void(const BatchState&)> progress;
  const std::atomic<bool>* stop = nullptr;  ///< ends the batch early; a signal handler may set it
};

/// Runs all replicates and gives them to `sink`, in order whatever the number of threads. At most 4 results for each
/// thread are held back, so that memory does not grow with the number of runs. A run that throws is delivered as
/// failed; the others go on. If `stop` became true, what is delivered is the unbroken beginning, and `done` is less
/// than `runs`. Goes on with fewer threads than asked for where the system grants no more, and with its own if there is
/// none. Throws std::bad_alloc if a run does: want of memory says nothing about the run.
BatchState run_batch(const Batch& batch);

/// Threads that `jobs` stands for: itself, or the cores this process may use.
unsigned threads_for(unsigned jobs);

}  // namespace poldyn
