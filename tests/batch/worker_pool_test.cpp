#include "sim/batch/worker_pool.h"

#include <memory>
#include <new>
#include <set>

#include "sim/hdf5/sanitized.h"
#include "sim/run/simulate.h"
#include "tests/batch/address_space.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace std::chrono_literals;

namespace {

parts::Row row_of(std::size_t unit) {
  parts::Row row;
  row.id = unit;
  return row;
}

parts::Row failed(std::size_t unit, const std::string& message) {
  parts::Row row = row_of(unit);
  row.status = results::RunStatus::failed;
  row.message = message;
  return row;
}

/// Gives all units and takes until nothing is left.
std::multiset<std::uint64_t> all_of(WorkerPool& workers, std::size_t units) {
  for (std::size_t unit = 0; unit < units; ++unit) workers.give(unit);
  std::multiset<std::uint64_t> seen;
  while (!workers.idle())
    if (const auto row = workers.take(20ms)) seen.insert(row->id);
  return seen;
}

}  // namespace

TEST_CASE("worker pool: threads that the system refuses are done without", "[worker_pool]") {
  if (sanitized) return;  // which needs address space of its own
  // A thread wants 8 MiB for its stack: 64 of them find no room, in 4 MiB not even one does.
  const rlim_t room = GENERATE(rlim_t{4} << 20, rlim_t{40} << 20);
  std::atomic<int> made{0};
  std::unique_ptr<WorkerPool> workers;
  {
    const LittleAddressSpace little(room);
    workers = std::make_unique<WorkerPool>(
        64,
        [&](std::size_t unit, const std::atomic<bool>&) {
          ++made;
          return row_of(unit);
        },
        failed);
  }
  const auto seen = all_of(*workers, 100);
  CHECK(made == 100);
  CHECK(seen.size() == 100);
  CHECK(std::set<std::uint64_t>(seen.begin(), seen.end()).size() == 100);
}

TEST_CASE("worker pool: want of memory is no failure of a run", "[worker_pool]") {
  const unsigned threads = GENERATE(1U, 3U);
  WorkerPool workers(
      threads,
      [](std::size_t unit, const std::atomic<bool>& stop) {
        if (unit == 5) throw std::bad_alloc();
        if (unit > 5)
          while (!stop) std::this_thread::sleep_for(1ms);
        if (stop) throw Interrupted();
        return row_of(unit);
      },
      failed);
  for (std::size_t unit = 0; unit < 20; ++unit) workers.give(unit);
  std::set<std::uint64_t> seen;
  const auto take_all = [&] {
    for (;;)
      if (const auto row = workers.take(1s)) {
        CHECK(row->status == results::RunStatus::ok);
        seen.insert(row->id);
      }
  };
  CHECK_THROWS_AS(take_all(), std::bad_alloc);
  CHECK(seen == std::set<std::uint64_t>{0, 1, 2, 3, 4});  // what was made before is kept
}

TEST_CASE("worker pool: who goes on until it is idle hears of want of memory, whatever came last", "[worker_pool]") {
  std::atomic<bool> go{false};
  WorkerPool workers(
      2,
      [&](std::size_t unit, const std::atomic<bool>&) {
        if (unit == 1) {
          while (!go) std::this_thread::sleep_for(1ms);
          throw std::bad_alloc();
        }
        return row_of(unit);
      },
      failed);
  workers.give(0);
  workers.give(1);
  while (!workers.take(1s)) continue;  // the only row there will be
  go = true;
  std::this_thread::sleep_for(50ms);  // time for the other to end while nobody takes
  CHECK_FALSE(workers.idle());
  CHECK_THROWS_AS(workers.take(1s), std::bad_alloc);
}

TEST_CASE("worker pool: a run that throws anything else is a failed run", "[worker_pool]") {
  WorkerPool workers(
      2,
      [](std::size_t unit, const std::atomic<bool>&) -> parts::Row {
        if (unit == 1) throw 42;  // NOLINT: no std::exception, on purpose
        throw std::logic_error("negative stock");
      },
      failed);
  workers.give(0);
  workers.give(1);
  std::set<std::string> messages;
  while (!workers.idle())
    if (const auto row = workers.take(20ms)) messages.insert(row->message);
  CHECK(messages == std::set<std::string>{"negative stock", "unknown error"});
}
