#include "sim/batch/sweep.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>

#include "sim/batch/part_buffer.h"
#include "sim/batch/replicates.h"
#include "sim/batch/worker_jobs.h"
#include "sim/hdf5/h5_error.h"

namespace poldyn {
namespace {

namespace fs = std::filesystem;

/// Units that lie ready for each thread, so that none waits while a part is written.
constexpr std::size_t ahead_per_thread = 64;
constexpr std::chrono::milliseconds wait_for_row{50};

/// Told before the runs are made, not when the first part is to be written.
void require_writable(const fs::path& folder) {
  if (::access(folder.c_str(), W_OK | X_OK) == 0) return;
  const int error = errno;
  throw h5::CannotCreate({folder,
                          {},
                          "write parts into this folder",
                          std::strerror(error),
                          "make it writable (chmod u+w), or sweep into another folder"});
}

std::string stem_of(Shard shard) { return fmt::format(".new-{}-of-{}", shard.index, shard.count); }

/// Has the workers make the runs, of which at most `most_waiting` lie ready for it, and takes them into the buffer.
void make_all(const std::vector<std::size_t>& left, WorkerPool& workers, std::size_t most_waiting, PartBuffer& buffer,
              const SweepOptions& options, SweepState& state) {
  std::size_t given = 0;
  while (given < left.size() || !workers.idle()) {
    if (!state.stopped && options.stop != nullptr && options.stop->load()) {
      state.stopped = true;
      given = left.size();
      workers.halt();
    }
    while (given < left.size() && workers.waiting() < most_waiting) workers.give(left[given++]);
    if (auto row = workers.take(wait_for_row)) {
      ++state.done;
      if (row->status != results::RunStatus::ok) ++state.failed;
      buffer.add(*std::move(row));
    }
    if (!state.stopped) buffer.write_if_due();
    if (options.progress) options.progress(state);
  }
}

}  // namespace

void remove_remains(const Campaign& campaign, Shard shard) {
  std::error_code error;
  const std::string mine = stem_of(shard) + "-";
  for (fs::directory_iterator at(campaign.parts_folder(), error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    // "." stands before the name of a file that the writer below has not finished: ".<name>.partial-...".
    if (!name.starts_with(mine) && !name.starts_with("." + mine)) continue;
    std::error_code ignored;
    fs::remove(at->path(), ignored);
  }
}

std::vector<std::size_t> left_to_do(const Campaign& campaign, const SweepOptions& options, SweepState& state) {
  const PartList list = campaign.look(Verify::fully);
  Campaign::set_aside(list);
  state.damaged = list.damaged.size();
  std::vector<std::size_t> left;
  for (std::size_t i = options.shard.index; i < campaign.runs(); i += options.shard.count) {
    ++state.runs;
    const PartRow& row = list.rows[campaign.rank(campaign.planned_run(i).id)];
    if (!row.made() || (row.failed() && options.retry_failed)) {
      left.push_back(i);
      continue;
    }
    ++state.before;
    if (row.failed()) ++state.failed;
  }
  if (!left.empty()) require_writable(campaign.parts_folder());
  return left;
}

SweepState sweep(const Campaign& campaign, const SweepOptions& options) {
  SweepState state;
  const std::vector<std::size_t> left = left_to_do(campaign, options, state);
  if (left.empty()) return state;
  const auto threads =
      static_cast<unsigned>(std::min<std::size_t>(threads_for(options.jobs), std::max<std::size_t>(left.size(), 1)));
  PartBuffer buffer(campaign, stem_of(options.shard));
  WorkerPool workers(threads, job_of(campaign), failed_of(campaign));
  try {
    make_all(left, workers, ahead_per_thread * threads, buffer, options, state);
  } catch (const std::bad_alloc&) {
    buffer.write_now();
    throw;
  }
  buffer.write_now();
  return state;
}

}  // namespace poldyn
