#include "sim/batch/replicates.h"

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "sim/batch/threads.h"

namespace poldyn {
namespace {

constexpr std::uint32_t held_back_per_thread = 4;
constexpr std::chrono::milliseconds wait_for_next{100};

class ReplicateWorkers {
 public:
  ReplicateWorkers(const Batch& batch, unsigned threads)
      : batch_(batch), window_(held_back_per_thread * threads), now_(threads) {
    start_threads(workers_, threads, [this](unsigned i) { work(i); });
  }
  ReplicateWorkers(const ReplicateWorkers&) = delete;
  ReplicateWorkers& operator=(const ReplicateWorkers&) = delete;
  ~ReplicateWorkers() { halt(); }  // the threads join as workers_ is destroyed, before anything they use

  /// The outcome of the next replicate; nothing if it was not there within the interval, or never comes. Throws
  /// std::bad_alloc if a run did.
  std::unique_ptr<Outcome> next() {
    if (std::uint32_t replicate = 0; workers_.empty() && claim(replicate))
      make(replicate, RunSlot{batch_.stop == nullptr ? halt_ : *batch_.stop, now_.front()});
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, wait_for_next, [this] { return ready_.contains(delivered_) || idle(); });
    const auto found = ready_.find(delivered_);
    if (out_of_memory_) throw std::bad_alloc();
    if (found == ready_.end()) return nullptr;
    auto outcome = std::make_unique<Outcome>(std::move(found->second));
    ready_.erase(found);
    ++delivered_;
    room_.notify_all();
    return outcome;
  }

  void halt() {
    const std::lock_guard lock(mutex_);  // or a worker could miss the notice between its check and its wait
    halt_.store(true);
    room_.notify_all();
  }

  /// Halted, and no thread can add to what is ready.
  bool ended() {
    const std::lock_guard lock(mutex_);
    return idle() && !ready_.contains(delivered_);
  }

  double under_way() const {
    if (batch_.horizon_ticks <= 0) return 0;
    double sum = 0;
    for (const auto& now : now_)
      sum += std::clamp(static_cast<double>(now.load()) / static_cast<double>(batch_.horizon_ticks), 0.0, 1.0);
    return sum;
  }

 private:
  bool idle() const { return halt_.load() && running_ == 0; }

  /// False if there is nothing left to do. Waits while the results held back are too many.
  bool claim(std::uint32_t& replicate) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return halt_ || claimed_ >= batch_.runs || claimed_ < delivered_ + window_; });
    if (halt_ || claimed_ >= batch_.runs) return false;
    replicate = claimed_++;
    ++running_;
    return true;
  }

  void work(unsigned thread) {
    for (std::uint32_t replicate = 0; claim(replicate);) make(replicate, RunSlot{halt_, now_[thread]});
  }

  void make(std::uint32_t replicate, const RunSlot& slot) {
    try {
      Outcome outcome = run(replicate, slot);
      const std::lock_guard lock(mutex_);
      if (outcome.ok || !slot.stop) ready_.emplace(replicate, std::move(outcome));
    } catch (const std::bad_alloc&) {
      const std::lock_guard lock(mutex_);
      out_of_memory_ = true;
      halt_.store(true);
    }
    slot.now = 0;
    const std::lock_guard lock(mutex_);
    --running_;
    arrived_.notify_one();
  }

  Outcome run(std::uint32_t replicate, const RunSlot& slot) const {
    Outcome outcome;
    outcome.replicate = replicate;
    try {
      outcome.result = batch_.run(replicate, slot);
      outcome.ok = true;
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& error) {
      outcome.message = error.what();
    } catch (...) {
      outcome.message = "unknown error";
    }
    return outcome;
  }

  const Batch& batch_;
  const std::uint32_t window_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::condition_variable room_;
  std::atomic<bool> halt_{false};
  bool out_of_memory_ = false;
  std::uint32_t claimed_ = 0;
  std::uint32_t delivered_ = 0;
  std::uint32_t running_ = 0;
  std::map<std::uint32_t, Outcome> ready_;
  std::vector<std::atomic<std::int64_t>> now_;
  std::vector<std::jthread> workers_;  // last: joined first
};

}  // namespace

unsigned threads_for(unsigned jobs) {
  if (jobs > 0) return jobs;
  cpu_set_t allowed;  // taskset, containers and batch systems grant fewer cores than the machine has
  CPU_ZERO(&allowed);
  if (::sched_getaffinity(0, sizeof allowed, &allowed) == 0)
    return static_cast<unsigned>(std::max(1, CPU_COUNT(&allowed)));
  return std::max(1U, std::thread::hardware_concurrency());
}

BatchState run_batch(const Batch& batch) {
  BatchState state;
  state.runs = batch.runs;
  ReplicateWorkers workers(batch, std::min(threads_for(batch.jobs), std::max(1U, batch.runs)));
  while (state.done < batch.runs) {
    if (batch.stop != nullptr && batch.stop->load()) workers.halt();
    if (auto outcome = workers.next()) {
      if (!outcome->ok) ++state.failed;
      batch.sink(std::move(*outcome));
      ++state.done;
    } else if (workers.ended()) {
      break;
    }
    state.under_way = workers.under_way();
    if (batch.progress) batch.progress(state);
  }
  return state;
}

}  // namespace poldyn
