#include "sim/batch/replicates.h"

#include <chrono>
#include <mutex>
#include <new>
#include <set>
#include <thread>

#include "sim/hdf5/sanitized.h"
#include "tests/batch/address_space.h"
#include "tests/catch.h"

using namespace poldyn;
using namespace std::chrono_literals;

namespace {

/// Runs that take longer the lower their replicate, so that later ones always finish first.
RunResult backwards(std::uint32_t replicate, const RunSlot&) {
  std::this_thread::sleep_for(std::chrono::microseconds((40 - replicate % 40) * 100));
  RunResult result;
  result.replicate = replicate;
  result.fingerprint = replicate * 0x9E3779B97F4A7C15U;
  return result;
}

RunResult wait_for_stop(std::uint32_t, const RunSlot& slot) {
  while (!slot.stop) std::this_thread::sleep_for(1ms);
  throw std::runtime_error("interrupted");
}

}  // namespace

TEST_CASE("batch: results come in the order of replicates with any number of threads", "[batch]") {
  const unsigned jobs = GENERATE(1U, 2U, 7U, 100U);
  std::vector<std::uint64_t> seen;
  Batch batch{.runs = 60, .jobs = jobs, .run = backwards, .sink = {}, .progress = {}};
  batch.sink = [&](Outcome&& outcome) {
    CHECK(outcome.ok);
    CHECK(outcome.replicate == seen.size());
    seen.push_back(outcome.result.fingerprint);
  };
  const BatchState state = run_batch(batch);
  CHECK(state.done == 60);
  CHECK(state.failed == 0);
  REQUIRE(seen.size() == 60);
  for (std::uint32_t i = 0; i < 60; ++i) CHECK(seen[i] == i * 0x9E3779B97F4A7C15U);
}

TEST_CASE("batch: a run that throws is delivered as failed and the others go on", "[batch]") {
  Batch batch{.runs = 20, .jobs = 3, .run = {}, .sink = {}, .progress = {}};
  batch.run = [](std::uint32_t replicate, const RunSlot& slot) {
    if (replicate == 4) throw std::logic_error("negative stock");
    if (replicate == 19) throw 42;  // NOLINT: no std::exception, on purpose
    return backwards(replicate, slot);
  };
  std::vector<Outcome> seen;
  batch.sink = [&](Outcome&& outcome) { seen.push_back(std::move(outcome)); };
  const BatchState state = run_batch(batch);
  CHECK(state.done == 20);
  CHECK(state.failed == 2);
  REQUIRE(seen.size() == 20);
  CHECK(seen[4].message == "negative stock");
  CHECK(seen[19].message == "unknown error");
  CHECK(seen[5].ok);
}

TEST_CASE("batch: one slow run holds back a bounded number of the others", "[batch]") {
  constexpr unsigned jobs = 2;
  std::atomic<std::uint32_t> started{0};
  std::atomic<std::uint32_t> started_during_first{0};
  Batch batch{.runs = 200, .jobs = jobs, .run = {}, .sink = [](Outcome&&) {}, .progress = {}};
  batch.run = [&](std::uint32_t replicate, const RunSlot&) {
    ++started;
    if (replicate == 0) {
      std::this_thread::sleep_for(200ms);
      started_during_first = started.load();
    }
    return RunResult{};
  };
  CHECK(run_batch(batch).done == 200);
  CHECK(started_during_first <= 4 * jobs);
  CHECK(started_during_first > jobs);
}

TEST_CASE("batch: a stop ends running runs soon and delivers an unbroken beginning", "[batch]") {
  std::atomic<bool> stop{false};
  Batch batch{.runs = 50, .jobs = 2, .run = {}, .sink = {}, .progress = {}, .stop = &stop};
  batch.run = [](std::uint32_t replicate, const RunSlot& slot) {
    return replicate < 5 ? backwards(replicate, slot) : wait_for_stop(replicate, slot);
  };
  std::uint32_t delivered = 0;
  batch.sink = [&](Outcome&& outcome) {
    CHECK(outcome.ok);
    CHECK(outcome.replicate == delivered++);
    if (delivered == 5) stop = true;
  };
  const auto begin = std::chrono::steady_clock::now();
  const BatchState state = run_batch(batch);
  CHECK(state.done == 5);
  CHECK(state.failed == 0);
  CHECK(std::chrono::steady_clock::now() - begin < 2s);
}

TEST_CASE("batch: an error of the sink stops all runs and reaches the caller", "[batch]") {
  Batch batch{.runs = 50, .jobs = 2, .run = {}, .sink = {}, .progress = {}};
  batch.run = [](std::uint32_t replicate, const RunSlot& slot) {
    return replicate == 0 ? RunResult{} : wait_for_stop(replicate, slot);
  };
  batch.sink = [](Outcome&&) { throw std::runtime_error("disk full"); };
  CHECK_THROWS_WITH(run_batch(batch), "disk full");
}

TEST_CASE("batch: progress counts what is done and the time inside running runs", "[batch]") {
  Batch batch{.runs = 1, .jobs = 1, .horizon_ticks = 1000, .run = {}, .sink = [](Outcome&&) {}, .progress = {}};
  batch.run = [](std::uint32_t, const RunSlot& slot) {
    slot.now = 250;
    std::this_thread::sleep_for(250ms);
    return RunResult{};
  };
  double most = 0;
  std::uint32_t done = 0;
  batch.progress = [&](const BatchState& state) {
    most = std::max(most, state.under_way);
    done = state.done;
  };
  run_batch(batch);
  CHECK(most == 0.25);
  CHECK(done == 1);
}

TEST_CASE("batch: threads that the system refuses are done without", "[batch]") {
  if (sanitized) return;                                            // which needs address space of its own
  const rlim_t room = GENERATE(rlim_t{4} << 20, rlim_t{40} << 20);  // of stacks of 8 MiB for none, for a few
  std::uint32_t seen = 0;
  Batch batch{.runs = 200, .jobs = 64, .run = {}, .sink = {}, .progress = {}};
  batch.run = [](std::uint32_t replicate, const RunSlot&) {
    RunResult result;
    result.replicate = replicate;
    return result;
  };
  batch.sink = [&](Outcome&& outcome) { CHECK(outcome.result.replicate == seen++); };
  const LittleAddressSpace little(room);
  CHECK(run_batch(batch).done == 200);
  CHECK(seen == 200);
}

TEST_CASE("batch: want of memory is no failure of a run, and ends the batch", "[batch]") {
  const unsigned jobs = GENERATE(1U, 3U);
  Batch batch{.runs = 20, .jobs = jobs, .run = {}, .sink = {}, .progress = {}};
  batch.run = [](std::uint32_t replicate, const RunSlot& slot) {
    if (replicate == 4) throw std::bad_alloc();
    return backwards(replicate, slot);
  };
  batch.sink = [&](Outcome&& outcome) { CHECK(outcome.ok); };
  CHECK_THROWS_AS(run_batch(batch), std::bad_alloc);
}
