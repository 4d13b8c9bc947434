#include "sim/batch/worker_pool.h"

#include <new>

#include "sim/batch/threads.h"
#include "sim/run/simulate.h"

namespace poldyn {

WorkerPool::WorkerPool(unsigned threads, Job job, Failed failed) : job_(std::move(job)), failed_(std::move(failed)) {
  start_threads(threads_, threads, [this](unsigned) { work(); });
}

void WorkerPool::give(std::size_t unit) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(unit);
  given_.notify_one();
}

std::size_t WorkerPool::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

bool WorkerPool::idle() const {
  const std::lock_guard lock(mutex_);
  // What was cut short for want of memory is not done: take() has yet to say so.
  return !out_of_memory_ && waiting_.empty() && in_work_ == 0 && ready_.empty();
}

std::optional<parts::Row> WorkerPool::take(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (threads_.empty() && ready_.empty() && !waiting_.empty()) make_one(lock);
  made_.wait_for(lock, patience, [this] { return !ready_.empty() || (out_of_memory_ && in_work_ == 0); });
  if (ready_.empty() && out_of_memory_ && in_work_ == 0) throw std::bad_alloc();
  if (ready_.empty()) return std::nullopt;
  parts::Row row = std::move(ready_.front());
  ready_.pop_front();
  return row;
}

void WorkerPool::halt() {
  const std::lock_guard lock(mutex_);
  halt_.store(true);
  waiting_.clear();
  given_.notify_all();
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    given_.wait(lock, [this] { return halt_ || !waiting_.empty(); });
    if (halt_) return;
    make_one(lock);
  }
}

/// Makes the run of a unit that waits. The lock is open meanwhile.
void WorkerPool::make_one(std::unique_lock<std::mutex>& lock) {
  const std::size_t unit = waiting_.front();
  waiting_.pop_front();
  ++in_work_;
  lock.unlock();
  try {
    auto row = row_of(unit);
    lock.lock();
    if (row) ready_.push_back(*std::move(row));
  } catch (const std::bad_alloc&) {  // the others in work end too: what they would need is not there either
    if (!lock.owns_lock()) lock.lock();
    out_of_memory_ = true;
    halt_.store(true);
    waiting_.clear();
  }
  --in_work_;
  made_.notify_one();
}

/// Nothing if it was stopped.
std::optional<parts::Row> WorkerPool::row_of(std::size_t unit) {
  std::optional<parts::Row> row;
  const auto begin = std::chrono::steady_clock::now();
  try {
    row = job_(unit, halt_);
  } catch (const Interrupted&) {
    return row;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    row = failed_(unit, error.what());
  } catch (...) {
    row = failed_(unit, "unknown error");
  }
  row->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return row;
}

}  // namespace poldyn
